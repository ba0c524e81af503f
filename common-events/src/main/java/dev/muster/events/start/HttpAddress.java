package dev.muster.events.start;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** An address that HTTP requests can be sent to: {@code http} or {@code https}, with a host. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = HttpAddress.Check.class)
public @interface HttpAddress {

    /** What a wrong setting is answered with. */
    String message() default "must be an address that begins with http:// or https://";

    /** Required of every constraint. */
    Class<?>[] groups() default {};

    /** Required of every constraint. */
    Class<? extends Payload>[] payload() default {};

    /** Looks at the address; one that is missing is not its business. */
    final class Check implements ConstraintValidator<HttpAddress, URI> {

        @Override
        public boolean isValid(@Nullable URI address, ConstraintValidatorContext context) {
            return address == null
                    || (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                            && address.getHost() != null);
        }
    }
}
