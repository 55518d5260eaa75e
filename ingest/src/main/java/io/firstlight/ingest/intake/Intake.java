package io.firstlight.ingest.intake;

import io.firstlight.ingest.producer.Acknowledgement;
import io.firstlight.ingest.producer.LogAppender;
import io.firstlight.schemas.address.Address;
import io.firstlight.schemas.address.Component;
import io.firstlight.schemas.code.ErrorCode;
import io.firstlight.schemas.json.Span;
import io.firstlight.schemas.notice.Notice;
import io.firstlight.schemas.record.RecordWriter;
import io.firstlight.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Checks what remote producers send and writes it to its topic: all of an input, or nothing. Payloads pass through as the bytes they came
 * in; only numbers that JSON lacks are translated ({@link io.firstlight.schemas.json.NonFiniteNumbers}). What is refused goes to
 * quarantine, bounded, and is counted.
 *
 * <p>Thread-safe. A call may block as long as a send may when Kafka is away
 * ({@link io.firstlight.ingest.IngestConfig#maxBlock}): that is the back-pressure on the sender. Calls from one thread are written in
 * their order.
 */
public final class Intake {

    /** LOVE's word for whatever stream it is. */
    private static final String ANY_STREAM = "all";

    private final LogAppender appender;
    private final LogAppender ordered;
    private final int maxValueBytes;
    private final PayloadRule rule;
    private final NoticeWriter notices;
    private final Quarantine quarantine;
    private final IntakeMeters meters;

    /**
     * An intake.
     *
     * @param appender where accepted and refused input is written
     * @param ordered where numbered messages are written: none gets in before an earlier one that has failed
     * @param maxValueBytes largest value of a record, {@link io.firstlight.ingest.IngestConfig#maxValueBytes}
     * @param validation how closely the payloads of producers are looked at
     * @param registry where it counts
     * @param clock time of refusals
     * @throws IllegalArgumentException if a registered schema cannot be read; the message names the file
     */
    public Intake(
            LogAppender appender,
            LogAppender ordered,
            int maxValueBytes,
            Validation validation,
            MeterRegistry registry,
            InstantSource clock) {
        this.appender = appender;
        this.ordered = ordered;
        this.maxValueBytes = maxValueBytes;
        this.rule = validation.rule();
        this.notices = new NoticeWriter(maxValueBytes);
        this.quarantine = new Quarantine(appender, registry, clock);
        this.meters = new IntakeMeters(registry);
    }

    /**
     * Takes one data message of LOVE's protocol: one record per element of its {@code data}. Bare {@code NaN} and infinities are legal.
     * A list without elements is accepted and writes nothing; an element without streams is a record, as LOVE passes it on, too.
     *
     * @param frame the message's bytes
     * @param producerName who sends it: goes into the records as {@code producer}, and into the quarantine's {@code source}
     * @param mayWrite whether the sender may write that address; one that he may not rejects the whole message. For an element without streams it is
     *     asked for the stream {@value #ANY_STREAM}
     */
    public IntakeOutcome accept(byte[] frame, String producerName, Predicate<Address> mayWrite) {
        return accept(frame, producerName, mayWrite, null);
    }

    /**
     * As {@link #accept(byte[], String, Predicate)}, for a message that may have come before: what the log has of it already is acknowledged and not
     * written again.
     *
     * @param numbering the number that its sender gave it; null if none
     */
    public IntakeOutcome accept(
            byte[] frame, String producerName, Predicate<Address> mayWrite, @Nullable Numbering numbering) {
        try {
            LoveFrame love = LoveFrameParser.parse(frame);
            check(love, mayWrite);
            return write(love, values(love, producerName), numbering);
        } catch (Refusal e) {
            return reject(frame, e, producerName);
        }
    }

    /**
     * Takes one message: any JSON object, kept as the bytes it came in.
     *
     * @param body the object's bytes
     * @param group the record's key, null for none
     */
    public IntakeOutcome acceptMessage(byte[] body, @Nullable String group) {
        try {
            checkSize(body);
            MessageCheck.check(body);
        } catch (Refusal e) {
            return reject(body, e, group == null ? "message" : "message to " + group);
        }
        meters.accepted(Topic.MESSAGE, 1);
        byte[] key = group == null ? null : group.getBytes(StandardCharsets.UTF_8);
        return new IntakeOutcome.Accepted(
                appender.append(Topic.MESSAGE, key, body, List.of()).thenApply(List::of));
    }

    /**
     * Takes one notice, as {@link NoticeWriter} writes it.
     *
     * @param payload what clients get: one JSON object
     * @param producerName who emits it: goes into the record as {@code producer}, and into the quarantine's {@code source}
     */
    public IntakeOutcome acceptNotice(Notice notice, byte[] payload, String producerName) {
        try {
            return write(List.of(notices.writeOrRefuse(notice, payload, producerName)));
        } catch (Refusal e) {
            return reject(payload, e, producerName);
        }
    }

    /**
     * Takes the notices of a request: one object <code>{"group", "type", "id", "payload"}</code> or a list of such, see
     * {@code docs/protocols/notices.md}. All of them are written, in their order, or none. An empty list is accepted and writes nothing.
     *
     * @param request the request's bytes
     * @param producerName as for {@link #acceptNotice}
     * @param mayWrite whether the sender may write that address; one that he may not rejects all
     */
    public IntakeOutcome acceptNotices(byte[] request, String producerName, Predicate<Address> mayWrite) {
        try {
            List<NoticeWriter.Outcome.Written> records = new ArrayList<>(1);
            for (NoticeRequestParser.Emission emission : NoticeRequestParser.parse(request)) {
                checkRight(emission.notice().address(), mayWrite);
                records.add(notices.writeOrRefuse(emission.notice(), emission.payload(), producerName));
            }
            return write(records);
        } catch (Refusal e) {
            return reject(request, e, producerName);
        }
    }

    /**
     * Counts a frame that its protocol could not read as a message of a producer, and puts it into quarantine.
     *
     * @param source who sent it
     */
    public void refused(byte[] frame, ErrorCode code, String message, String source) {
        reject(frame, new Refusal(code, message), source);
    }

    private void check(LoveFrame frame, Predicate<Address> mayWrite) throws Refusal {
        for (LoveFrame.Element element : frame.elements()) {
            if (element.streams().isEmpty()) {
                checkRight(new Address(frame.category(), element.component(), ANY_STREAM), mayWrite);
            }
            for (Map.Entry<String, Span> stream : element.streams().entrySet()) {
                Address address = new Address(frame.category(), element.component(), stream.getKey());
                checkRight(address, mayWrite);
                Optional<String> violation = rule.violation(address, frame.json(), stream.getValue());
                if (violation.isPresent()) {
                    throw new Refusal(ErrorCode.SCHEMA_VIOLATED, violation.get());
                }
            }
        }
    }

    private static void checkRight(Address address, Predicate<Address> mayWrite) throws Refusal {
        if (!mayWrite.test(address)) {
            throw new Refusal(ErrorCode.NOT_ALLOWED, "no right to write " + address);
        }
    }

    private List<byte[]> values(LoveFrame frame, String producerName) throws Refusal {
        Span stamp = frame.producerSnd();
        String producerSnd =
                stamp == null ? null : new String(frame.json(), stamp.start(), stamp.length(), StandardCharsets.UTF_8);
        List<byte[]> values = new ArrayList<>(frame.elements().size());
        for (LoveFrame.Element element : frame.elements()) {
            byte[] value = RecordWriter.write(
                    frame.category(),
                    element.component(),
                    element.salindexIsText(),
                    frame.json(),
                    element.data(),
                    producerName,
                    producerSnd);
            checkSize(value);
            values.add(value);
        }
        return values;
    }

    private IntakeOutcome write(LoveFrame frame, List<byte[]> values, @Nullable Numbering numbering) throws Refusal {
        Topic topic = frame.category().topic();
        List<Header> headers =
                numbering == null ? List.of() : List.of(numbering.mark().toHeader());
        List<@Nullable Acknowledgement> present = present(frame, topic, numbering);
        LogAppender to = numbering == null ? appender : ordered;
        List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Acknowledgement known = present.isEmpty() ? null : present.get(i);
            byte[] key = frame.elements().get(i).component().key().getBytes(StandardCharsets.US_ASCII);
            answers.add(
                    known == null
                            ? to.append(topic, key, values.get(i), headers)
                            : CompletableFuture.completedFuture(known));
        }
        meters.accepted(topic, values.size());
        return new IntakeOutcome.Accepted(together(answers));
    }

    /** What the log has of the message's records, in their order; empty if they are not numbered. */
    private static List<@Nullable Acknowledgement> present(LoveFrame frame, Topic topic, @Nullable Numbering numbering)
            throws Refusal {
        List<@Nullable Acknowledgement> present = new ArrayList<>();
        if (numbering != null) {
            Set<Component> named = new HashSet<>();
            for (LoveFrame.Element element : frame.elements()) {
                if (!named.add(element.component())) {
                    // One number tells one record of a component from another.
                    throw new Refusal(
                            ErrorCode.BAD_PARAMETER,
                            "a numbered message names a component once, and " + element.component()
                                    + " is there twice");
                }
                present.add(
                        switch (numbering.find(topic, element.component())) {
                            case Numbering.Finding.Absent absent -> null;
                            case Numbering.Finding.Present found -> found.at();
                            case Numbering.Finding.Overtaken overtaken ->
                                throw new Refusal(
                                        ErrorCode.OVERTAKEN,
                                        "message " + numbering.mark() + " may not be in the log; later ones of "
                                                + element.component() + " are");
                        });
            }
        }
        return present;
    }

    private IntakeOutcome write(List<NoticeWriter.Outcome.Written> records) {
        List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>(records.size());
        for (NoticeWriter.Outcome.Written written : records) {
            answers.add(appender.append(NoticeWriter.TOPIC, written.key(), written.value(), List.of()));
        }
        meters.accepted(NoticeWriter.TOPIC, records.size());
        return new IntakeOutcome.Accepted(together(answers));
    }

    private static CompletableFuture<List<Acknowledgement>> together(List<CompletableFuture<Acknowledgement>> answers) {
        if (answers.size() == 1) {
            return answers.getFirst().thenApply(List::of);
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    private void checkSize(byte[] value) throws Refusal {
        if (value.length > maxValueBytes) {
            throw Refusal.tooLarge(value.length, maxValueBytes);
        }
    }

    private IntakeOutcome reject(byte[] input, Refusal refusal, String source) {
        meters.rejected(refusal.code());
        quarantine.put(input, refusal.code().wireName() + ": " + refusal.text(), source);
        return new IntakeOutcome.Rejected(refusal.code(), refusal.text());
    }
}
