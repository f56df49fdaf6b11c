package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How words are translated. Where the service can't do it for a language, it is translated as usual.
 *
 * @param terminology a custom terminology of the account, or null; the service takes one
 * @param formality how listeners are addressed, or null for the service's choice
 * @param maskProfanity whether profane words become grawlix ({@code ?$#@$})
 * @param brevity whether the service may shorten, so that speech keeps up better
 */
public record TranslationSettings(
        @Nullable String terminology, @Nullable Formality formality, boolean maskProfanity, boolean brevity) {

    /** How somebody is addressed. */
    public enum Formality {
        /** As a stranger: usted, Sie, vous. */
        FORMAL,
        /** As a friend: tú, du, tu. */
        INFORMAL
    }

    /** As the service does it. */
    public static TranslationSettings defaults() {
        return new TranslationSettings(null, null, false, false);
    }

    @JsonCreator
    static TranslationSettings read(
            @JsonProperty("terminology") @Nullable String terminology,
            @JsonProperty("formality") @Nullable Formality formality,
            @JsonProperty("maskProfanity") @Nullable Boolean maskProfanity,
            @JsonProperty("brevity") @Nullable Boolean brevity) {
        return new TranslationSettings(
                terminology, formality, Boolean.TRUE.equals(maskProfanity), Boolean.TRUE.equals(brevity));
    }
}
