package dev.muster.gateway.signup;

/**
 * Who asks to join, checked and normalised.
 *
 * @param email the address, trimmed, in lower case and in Unicode's form C
 * @param firstName the first name, empty where none was given
 * @param lastName the last name, empty where none was given
 */
record Applicant(String email, String firstName, String lastName) {

    /** Names nobody: what stands in a log line must not tell an address. */
    @Override
    public String toString() {
        return "Applicant";
    }
}
