package dev.dragoman.local.system;

import dev.dragoman.client.HeardAudio;
import dev.dragoman.client.Listener;
import dev.dragoman.client.ListenerEvents;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.RecordedTalk.TimedChunk;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionOver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** A speaker that sends every chunk twice and lets up to four of them change places; and its listeners. */
final class DoublingSpeaker {

    private static final int GROUP = 4;

    private final Map<Long, String> captions = new ConcurrentSkipListMap<>();
    private final Map<Long, HeardAudio> heard = new ConcurrentSkipListMap<>();

    private DoublingSpeaker() {}

    /** Speaks a talk of one recording, in real time, until everything is heard. */
    static DoublingSpeaker speak(LocalSystem system, RecordedTalk talk, Random random) throws Exception {
        DoublingSpeaker speaker = new DoublingSpeaker();
        try (SpokenWebSocket socket =
                SpokenWebSocket.open(system.webSocket(), system.issuer().token("doubling"))) {
            socket.say(new CreateSession("en", null));
            String session = socket.hears(SessionCreated.class).sessionId();
            try (Listener source = speaker.listener(system, session, "en");
                    Listener target = speaker.listener(system, session, "es")) {
                speaker.send(socket, session, talk.chunks(), random);
                socket.say(new EndSession(session, 1, talk.chunks().size()));
                SessionOver unused = source.finished().get(90, TimeUnit.SECONDS);
                unused = target.finished().get(90, TimeUnit.SECONDS);
            }
        }
        return speaker;
    }

    /** What was recognised, in media order. */
    List<String> captions() {
        return List.copyOf(captions.values());
    }

    /** The words of which an interpretation was heard, in media order. */
    List<String> heard() {
        return heard.values().stream().map(HeardAudio::sourceText).toList();
    }

    private Listener listener(LocalSystem system, String session, String language) {
        Listener listener = Listener.connect(system.webSocket(), new ListenerEvents() {
                    @Override
                    public void caption(Caption caption) {
                        if (!caption.partial() && caption.language().equals("en")) {
                            captions.put(caption.mediaStartMillis(), caption.text());
                        }
                    }

                    @Override
                    public void audio(HeardAudio audio) {
                        heard.put(audio.mediaStartMillis(), audio);
                    }
                })
                .join();
        var unused = listener.join(session, language).join();
        return listener;
    }

    private void send(SpokenWebSocket socket, String session, List<TimedChunk> chunks, Random random)
            throws InterruptedException {
        long start = System.nanoTime();
        for (int from = 0; from < chunks.size(); from += GROUP) {
            int to = Math.min(chunks.size(), from + GROUP);
            List<AudioChunk> group = new ArrayList<>();
            for (int i = from; i < to; i++) {
                AudioChunk chunk =
                        new AudioChunk(session, 0, i, 0, chunks.get(i).bytes());
                group.add(chunk);
                group.add(chunk);
            }
            Collections.shuffle(group, random);
            long due = start + Math.round(chunks.get(to - 1).wallMillis() * 1e6);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            group.forEach(socket::say);
        }
    }
}
