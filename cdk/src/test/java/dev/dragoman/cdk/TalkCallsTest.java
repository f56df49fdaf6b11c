package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.cdk.Iam.Question;
import dev.dragoman.cdk.Permissions.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the parts ask of AWS in real talks, they may: the calls noted in local's tests ({@code calls.txt}: which
 * role, which action, on which table, index, key), decided by the policies in the templates as IAM would. What
 * nobody asked for has its reason here.
 */
class TalkCallsTest {

    private static final Path CALLS = Path.of("src/test/resources/dev/dragoman/cdk/calls.txt");

    /** The parts whose calls are noted. */
    private static final Set<String> ROLES = Set.of(
            "<job/Role>",
            "<ingest/MessagesRole>",
            "<ingest/RequestsRole>",
            "<ingest/ConnectRole>",
            "<ingest/RequestRole>");

    private static final String LOGS = "every function writes its log, and nothing else does";
    private static final String PARTS =
            "a file that is written while a checkpoint is taken: its beginning is kept, read again and dropped";

    /** Why somebody may do what nobody asked for in a talk here. */
    private static final Map<String, String> NEEDED_ALL_THE_SAME = Map.ofEntries(
            Map.entry("<ingest/ConnectRole> logs:CreateLogStream <ingest/ConnectLogs.Arn>", LOGS),
            Map.entry("<ingest/ConnectRole> logs:PutLogEvents <ingest/ConnectLogs.Arn>", LOGS),
            Map.entry("<ingest/MessagesRole> logs:CreateLogStream <ingest/MessagesLogs.Arn>", LOGS),
            Map.entry("<ingest/MessagesRole> logs:PutLogEvents <ingest/MessagesLogs.Arn>", LOGS),
            Map.entry("<ingest/RequestRole> logs:CreateLogStream <ingest/RequestLogs.Arn>", LOGS),
            Map.entry("<ingest/RequestRole> logs:PutLogEvents <ingest/RequestLogs.Arn>", LOGS),
            Map.entry("<ingest/RequestsRole> logs:CreateLogStream <ingest/RequestsLogs.Arn>", LOGS),
            Map.entry("<ingest/RequestsRole> logs:PutLogEvents <ingest/RequestsLogs.Arn>", LOGS),
            Map.entry("<job/Role> logs:DescribeLogGroups logs:log-group:*", "the service looks for the job's log"),
            Map.entry("<job/Role> logs:DescribeLogStreams <job/Logs.Arn>", "the service looks for the job's log"),
            Map.entry("<job/Role> logs:PutLogEvents <job/Logs.Arn>", "the service writes the job's log"),
            Map.entry("<job/Role> s3:GetObject <the job's jar>", "the service reads the jar"),
            Map.entry("<job/Role> s3:GetObjectVersion <the job's jar>", "the service reads the jar"),
            Map.entry("<job/Role> s3:ListBucket <storage/Audio.Arn>", "S3 says 404 of what is not there, and not 403"),
            Map.entry("<job/Role> s3:AbortMultipartUpload <storage/Records.Arn>/dead-letters/*", PARTS),
            Map.entry("<job/Role> s3:AbortMultipartUpload <storage/Records.Arn>/transcripts/*", PARTS),
            Map.entry("<job/Role> s3:GetObject <storage/Records.Arn>/dead-letters/*", PARTS),
            Map.entry("<job/Role> s3:GetObject <storage/Records.Arn>/transcripts/*", PARTS),
            Map.entry("<job/Role> s3:ListMultipartUploadParts <storage/Records.Arn>/dead-letters/*", PARTS),
            Map.entry("<job/Role> s3:ListMultipartUploadParts <storage/Records.Arn>/transcripts/*", PARTS));

    private final Synthesized all = Synthesized.once();
    private final Iam iam = new Iam(all);

    static List<String> calls() throws IOException {
        return Files.readAllLines(CALLS);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isAllowed(String call) {
        assertThat(iam.allows(question(call))).as(call).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "<ingest/MessagesRole> s3:PutObject <storage/Audio.Arn>/sessions/golden-eagle-427/translated/es/0.mp3",
        "<ingest/MessagesRole> s3:ListBucket <storage/Audio.Arn> s3:prefix=sessions/",
        "<ingest/MessagesRole> dynamodb:Query <tables/Connections.Arn>",
        "<ingest/RequestsRole> s3:PutObject <storage/Audio.Arn>/sessions/golden-eagle-427/translated/es/0.mp3",
        "<ingest/ConnectRole> dynamodb:GetItem <tables/Sessions.Arn>",
        "<job/Role> s3:GetObject <storage/Records.Arn>/other/0",
        "<job/Role> kinesis:DeleteStream <stream/Events.Arn>",
        "<job/Role> s3:GetObject <storage/Audio.Arn>/sessions/golden-eagle-427/chunks/0.webm aws:SecureTransport=false",
    })
    void whatNobodyAsksForIsRefused(String call) {
        assertThat(iam.allows(question(call))).isFalse();
    }

    @Test
    void whatNobodyAskedForHasItsReason() throws IOException {
        // Given
        List<Question> asked = calls().stream().map(TalkCallsTest::question).toList();

        // When
        Set<String> unused = new Permissions()
                .all().stream()
                        .filter(permission -> ROLES.contains(permission.who()))
                        .filter(permission -> asked.stream().noneMatch(question -> isFor(permission, question)))
                        .map(permission -> permission.who() + " " + permission.action() + " " + permission.resource())
                        .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(unused).containsExactlyInAnyOrderElementsOf(NEEDED_ALL_THE_SAME.keySet());
    }

    private static boolean isFor(Permission permission, Question question) {
        String resource = permission.resource().replaceFirst(" if .*", "");
        return permission.who().equals(question.who())
                && permission.action().equals(question.action())
                && Iam.like(resource.replaceFirst("^execute-api:", "*execute-api:*"), question.resource());
    }

    /** {@code ROLE ACTION RESOURCE}, and conditions' keys with their values. */
    private static Question question(String call) {
        String[] words = call.split(" ", -1);
        Map<String, String> context = new HashMap<>(Map.of("aws:SecureTransport", "true", "s3:TlsVersion", "1.2"));
        for (int i = 3; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            context.put(pair[0], pair[1]);
        }
        return new Question(words[0], words[1], words[2], context);
    }
}
