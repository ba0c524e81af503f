package dev.muster.slack.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import dev.muster.events.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormTest {

    private static final List<String> QUESTIONS = List.of("What did you work on yesterday?", "Any impediments?");

    @Test
    void formAsksEachQuestionOptionallyWithinTheLimits() {
        var view = Form.of("daily|2026-11-20", "Stand up of the 😀😀😀😀 people", QUESTIONS, List.of(), null);

        assertThat(view.getTitle().getText())
                .hasSizeLessThanOrEqualTo(24)
                .startsWith("Stand up of the")
                .endsWith("…");
        assertThat(view.getPrivateMetadata()).isEqualTo("daily|2026-11-20");
        assertThat(view.getSubmit().getText()).isEqualTo("Submit");
        assertThat(inputs(view)).extracting(InputBlock::getBlockId).containsExactly("q0", "q1");
        assertThat(inputs(view)).allMatch(InputBlock::isOptional);
        assertThat(inputs(view))
                .allSatisfy(input -> assertThat(element(input).getMaxLength()).isEqualTo(3000));
    }

    @Test
    void editingBeginsWithWhatWasAnswered() {
        var before = List.of(new Answer(QUESTIONS.get(0), "This"), new Answer(QUESTIONS.get(1), ""));

        var view = Form.of("daily|2026-11-20", "Daily", QUESTIONS, before, null);

        assertThat(view.getSubmit().getText()).isEqualTo("Update");
        assertThat(inputs(view))
                .extracting(input -> element(input).getInitialValue())
                .containsExactly("This", null);
    }

    @Test
    void answersComeBackWithTheQuestionsAsTheyWereShown() {
        var view = Form.of("daily|2026-11-20", "Daily", QUESTIONS, List.of(), "A note first");
        var value = new ViewState.Value();
        value.setValue("None <3");
        var state = new ViewState();
        state.setValues(Map.of("q1", Map.of("answer", value), "q0", Map.of("answer", new ViewState.Value())));
        view.setState(state);

        assertThat(Form.answersIn(view))
                .containsExactly(new Answer(QUESTIONS.get(0), ""), new Answer(QUESTIONS.get(1), "None <3"));
    }

    @Test
    void aQuestionStaysAsItIsThoughSlackGivesItBackEscaped() {
        var question = "R&D <or> Q&A, &lt; 👋?";
        var view = Form.of("daily|2026-11-20", "Daily", List.of(question), List.of(), null);
        var label = inputs(view).getFirst().getLabel();
        assertThat(label.getEmoji()).isFalse();
        label.setText("R&amp;D &lt;or&gt; Q&amp;A, &amp;lt; 👋?");
        view.setState(new ViewState());
        view.getState().setValues(Map.of());

        assertThat(Form.answersIn(view)).containsExactly(new Answer(question, ""));
    }

    private static List<InputBlock> inputs(View view) {
        return view.getBlocks().stream()
                .filter(InputBlock.class::isInstance)
                .map(InputBlock.class::cast)
                .toList();
    }

    private static PlainTextInputElement element(InputBlock input) {
        return (PlainTextInputElement) input.getElement();
    }
}
