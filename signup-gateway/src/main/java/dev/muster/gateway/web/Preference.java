package dev.muster.gateway.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** What a client would rather have: a page to look at, or data. */
public enum Preference {
    PAGE,
    DATA;

    /** How our pages are written. */
    public static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private static final List<MediaType> PAGES = List.of(MediaType.TEXT_HTML, MediaType.APPLICATION_XHTML_XML);
    private static final List<MediaType> ANY_DATA =
            List.of(MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON, MediaType.TEXT_EVENT_STREAM);

    /** A page where the {@code Accept} header names one and likes no form of data better; data in every other case. */
    public static Preference of(HttpHeaders headers) {
        try {
            var accepted = headers.getAccept();
            return liking(accepted, PAGES) > liking(accepted, ANY_DATA) ? PAGE : DATA;
        } catch (InvalidMediaTypeException e) {
            return DATA;
        }
    }

    private static double liking(List<MediaType> accepted, List<MediaType> types) {
        return accepted.stream()
                .filter(type -> types.stream().anyMatch(type::equalsTypeAndSubtype))
                .mapToDouble(MediaType::getQualityValue)
                .max()
                .orElse(0);
    }
}
