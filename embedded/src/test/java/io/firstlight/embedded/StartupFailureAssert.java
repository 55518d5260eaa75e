package io.firstlight.embedded;

import io.firstlight.embedded.StartupFailure.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What every start failure owes its reader. */
public final class StartupFailureAssert {

    private StartupFailureAssert() {}

    /** Fails with the reason, one line that says what is wrong, and one that says what to do. */
    public static StartupFailure assertStartFails(Reason reason, ThrowingCallable start) {
        StartupFailure failure = catchThrowableOfType(StartupFailure.class, start);
        assertThat(failure).as("the start fails").isNotNull();
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
        assertThat(failure.getMessage()).isNotBlank().doesNotContain("\n");
        assertThat(failure.whatToDo()).isNotBlank().doesNotContain("\n");
        return failure;
    }
}
