package dev.muster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChartTest {

    private static final Path CHART = Path.of("helm/muster");

    @Test
    void theDefaultValuesRender() {
        var rendered = new Helm(CHART)
                .template()
                .withName("muster")
                .withNamespace("muster")
                .withKubeVersion("1.34.1")
                .call();

        assertThat(rendered).contains("kind: ServiceAccount");
    }
}
