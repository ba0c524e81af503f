package dev.muster.sandbox.traces;

import static java.util.stream.Collectors.toMap;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A span as a service has sent it.
 *
 * @param parentId empty where a trace begins
 * @param startNanos since 1970
 * @param links the ids of other spans that it follows from
 */
record SeenSpan(
        String traceId,
        String spanId,
        String parentId,
        String service,
        String name,
        long startNanos,
        long endNanos,
        boolean failed,
        Map<String, String> attributes,
        List<Link> links) {

    private static final List<String> IDS = List.of("messaging.kafka.message.key", "muster.effect.id");

    /** Another span, of another trace as a rule. */
    record Link(String traceId, String spanId) {}

    /** The spans of what a service sends at once. */
    static Stream<SeenSpan> of(ResourceSpans sent) {
        var service = textsOf(sent.getResource().getAttributesList()).getOrDefault("service.name", "?");
        return sent.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> of(span, service));
    }

    private static SeenSpan of(Span span, String service) {
        return new SeenSpan(
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                service,
                span.getName(),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                textsOf(span.getAttributesList()),
                span.getLinksList().stream()
                        .map(link -> new Link(hex(link.getTraceId()), hex(link.getSpanId())))
                        .toList());
    }

    /** Whether it has to do with something: is of that trace, or of a record or an effect whose id has that one in it. */
    boolean isAbout(String what) {
        return traceId.equals(what)
                || IDS.stream().anyMatch(id -> attributes.getOrDefault(id, "").contains(what));
    }

    private static Map<String, String> textsOf(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(toMap(KeyValue::getKey, each -> textOf(each.getValue()), (first, _) -> first));
    }

    private static String textOf(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            default -> value.toString();
        };
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
