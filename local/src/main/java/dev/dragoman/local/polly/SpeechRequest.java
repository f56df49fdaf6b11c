package dev.dragoman.local.polly;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The checked parameters of one SynthesizeSpeech.
 *
 * @param text what to say
 * @param ssml whether the text is SSML
 * @param voice who says it
 * @param format the sound's form
 * @param sampleRate samples per second
 * @param billedCharacters how many characters count, which leaves SSML's tags out
 */
record SpeechRequest(String text, boolean ssml, Voice voice, Format format, int sampleRate, int billedCharacters) {

    private static final int MOST_BILLED = 3_000;
    private static final int MOST_CHARACTERS = 6_000;
    private static final Set<String> FORMATS = Set.of("json", "mp3", "ogg_opus", "ogg_vorbis", "pcm");
    private static final Set<String> ENGINES = Set.of("standard", "neural", "long-form", "generative");

    /** The forms of sound that are made here. */
    enum Format {
        MP3("audio/mpeg"),
        PCM("audio/pcm");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        /** Samples per second that Polly has for it, in ascending order. */
        List<String> sampleRates() {
            return switch (this) {
                case MP3 -> List.of("8000", "16000", "22050", "24000");
                case PCM -> List.of("8000", "16000");
            };
        }

        String contentType() {
            return contentType;
        }
    }

    static SpeechRequest parse(JsonNode json) throws PollyException {
        String text = required(json, "Text");
        Voice voice = Voice.named(required(json, "VoiceId"));
        if (voice == null) {
            throw PollyException.notInSet(
                    required(json, "VoiceId"),
                    "voiceId",
                    Voice.all().stream().map(Voice::id).collect(Collectors.toSet()));
        }
        String engine = json.path("Engine").asText("standard");
        if (!ENGINES.contains(engine)) {
            throw PollyException.notInSet(engine, "engine", ENGINES);
        }
        if (!voice.engines().contains(engine)) {
            throw PollyException.of(
                    "EngineNotSupportedException", "This voice does not support the selected engine: " + engine);
        }
        String language = json.path("LanguageCode").asText(voice.languageCode());
        if (!language.equals(voice.languageCode())) {
            throw PollyException.of(
                    "LanguageNotSupportedException",
                    "The voice " + voice.id() + " speaks " + voice.languageCode() + ", not " + language);
        }
        Format format = format(required(json, "OutputFormat"));
        int sampleRate = sampleRate(json, format, engine);
        String type = json.path("TextType").asText("text");
        if (!Set.of("text", "ssml").contains(type)) {
            throw PollyException.notInSet(type, "textType", Set.of("text", "ssml"));
        }
        boolean ssml = type.equals("ssml");
        int billed = ssml ? spokenCharacters(text) : text.codePointCount(0, text.length());
        if (billed > MOST_BILLED || text.length() > MOST_CHARACTERS) {
            throw PollyException.of("TextLengthExceededException", "Maximum text length has been exceeded");
        }
        return new SpeechRequest(text, ssml, voice, format, sampleRate, billed);
    }

    private static Format format(String name) throws PollyException {
        if (!FORMATS.contains(name)) {
            throw PollyException.notInSet(name, "outputFormat", FORMATS);
        }
        try {
            return Format.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw PollyException.of(
                    "ValidationException", "The output format " + name + " is not made here; use mp3 or pcm");
        }
    }

    private static int sampleRate(JsonNode json, Format format, String engine) throws PollyException {
        String standard = format == Format.PCM ? "16000" : engine.equals("neural") ? "24000" : "22050";
        String rate = json.path("SampleRate").asText(standard);
        if (!format.sampleRates().contains(rate)) {
            throw PollyException.of(
                    "InvalidSampleRateException",
                    "Invalid sample rate: " + rate + ". For this format it is one of " + format.sampleRates());
        }
        return Integer.parseInt(rate);
    }

    /** The characters between SSML's tags. */
    private static int spokenCharacters(String ssml) throws PollyException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(new DefaultHandler());
            Document document = parser.parse(new InputSource(new StringReader(ssml)));
            if (!document.getDocumentElement().getTagName().equals("speak")) {
                throw invalidSsml();
            }
            String spoken = document.getDocumentElement().getTextContent();
            return spoken.codePointCount(0, spoken.length());
        } catch (SAXException | IOException e) {
            throw invalidSsml();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java has no XML parser that refuses document types", e);
        }
    }

    private static PollyException invalidSsml() {
        return PollyException.of("InvalidSsmlException", "Invalid SSML request");
    }

    private static String required(JsonNode json, String field) throws PollyException {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw PollyException.failedConstraint("null", PollyException.member(field), "Member must not be null");
        }
        return value.asText();
    }
}
