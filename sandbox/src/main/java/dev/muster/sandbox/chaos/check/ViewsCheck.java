package dev.muster.sandbox.chaos.check;

import dev.muster.sandbox.chaos.check.Journals.Invitation;
import java.util.Map;
import org.bson.Document;

/** Check 5: what is rebuilt from nothing is what was there before, and no effect was repeated for it. */
final class ViewsCheck {

    private final Findings findings = new Findings(5, "every view equals the one rebuilt from nothing");

    private ViewsCheck() {}

    /**
     * Compares what was there before the store was dropped, at the store and at the providers, with what is there afterwards.
     */
    static Verdict of(Views before, Views after, Journals asked, Journals askedAfter) {
        var check = new ViewsCheck();
        before.collections().forEach((name, documents) -> {
            check.findings.count(name, documents.size());
            check.compare(name, documents, after.collections().getOrDefault(name, Map.of()));
        });
        before.whole().stream()
                .filter(view -> !after.whole().contains(view))
                .sorted()
                .forEach(view -> check.findings.violated("view %s is not marked as built again".formatted(view)));
        check.effects(asked, askedAfter);
        return check.findings.verdict();
    }

    private void compare(String name, Map<String, Document> before, Map<String, Document> after) {
        before.forEach((id, document) -> {
            var rebuilt = after.get(id);
            if (rebuilt == null) {
                findings.violated("%s %s: was there and is not rebuilt".formatted(name, id));
            } else if (!rebuilt.equals(document)) {
                findings.violated(
                        "%s %s: rebuilt with other %s".formatted(name, id, Views.differing(document, rebuilt)));
            }
        });
        after.keySet().stream()
                .filter(id -> !before.containsKey(id))
                .forEach(id -> findings.violated("%s %s: rebuilt and was not there".formatted(name, id)));
    }

    private void effects(Journals before, Journals after) {
        findings.count(
                "calls while the views were rebuilt",
                after.calls().size() - before.calls().size());
        expectSame("messages", before.messages().size(), after.messages().size());
        expectSame("e-mails of invitations", emailsOf(before), emailsOf(after));
        expectSame("contacts", before.contacts().size(), after.contacts().size());
    }

    private void expectSame(String what, int before, int after) {
        if (after != before) {
            findings.violated("%d %s after the rebuild, %d before it".formatted(after, what, before));
        }
    }

    private static int emailsOf(Journals journals) {
        return journals.invitations().stream().mapToInt(Invitation::emailsSent).sum();
    }
}
