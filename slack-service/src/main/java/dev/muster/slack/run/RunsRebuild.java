package dev.muster.slack.run;

import dev.muster.events.view.Rebuildable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the runs be built anew on demand. */
@Configuration(proxyBeanMethods = false)
class RunsRebuild {

    @Bean
    Rebuildable rebuildableRuns(Runs runs) {
        return runs.rebuildable();
    }
}
