package io.github.listward.profile;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what to do about the key, where Spring would show a stack trace. */
class IdentityHashKeyFailureAnalyzer extends AbstractFailureAnalyzer<IdentityHashKeyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IdentityHashKeyException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
