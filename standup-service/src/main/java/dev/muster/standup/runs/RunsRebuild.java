package dev.muster.standup.runs;

import dev.muster.events.view.Rebuildable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the view of the runs be built anew on demand. */
@Configuration(proxyBeanMethods = false)
class RunsRebuild {

    @Bean
    Rebuildable rebuildableRuns(RunsView view) {
        return view.rebuildable();
    }
}
