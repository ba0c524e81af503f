package dev.muster.events;

import static java.util.Objects.requireNonNull;

/**
 * A person asked to join. The only event that carries an e-mail address and a name.
 *
 * @param signupId {@code [a-z2-7]{26}}, the same for the same address, whoever asks and however often
 * @param email the address, trimmed and in lower case
 * @param firstName the first name, empty where none was given
 * @param lastName the last name, empty where none was given
 */
public record UserSignedUp(String signupId, String email, String firstName, String lastName) implements SignupEvent {

    public UserSignedUp {
        requireNonNull(signupId, "signupId");
        requireNonNull(email, "email");
        requireNonNull(firstName, "firstName");
        requireNonNull(lastName, "lastName");
    }

    @Override
    public String key() {
        return signupId;
    }
}
