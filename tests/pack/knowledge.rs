//! What articles say.

use mpkc::workspace::Config;

use crate::support::{article, knowledge, make, make_one};

const STEPS: &str = "## User Action\n\nDo it.\n\n## Verifying the issue\n\n1. Read.\n\n2. Then:\n\n   1. Show:\n\n      ```powershell\n      Get-ServerHealth <server name> | ?{$_.HealthSetName -eq \"<health set name>\"}\n      ```\n\n   2. Run:\n\n      ```powershell\n      Invoke-MonitoringProbe <health set name>\\<probe name> -Server <server name>\n      ```\n\n      **Note**: Wait.\n\n## AlphaMonitor Recovery Actions\n\n1. Turn it off:\n\n   ```powershell\n   Stop-Thing\n     -Hard\n   ```\n\n## For More Information\n\n[More](https://example.org/more)\n";

fn widget() -> String {
    article(
        "Widget",
        &[
            ("AlphaProbe", &["AlphaMonitor"]),
            ("BetaProbe", &["BetaMonitor"]),
            ("None (check)", &["GammaMonitor"]),
        ],
        STEPS,
    )
}

fn of(element: &str) -> String {
    let made = make_one(&widget());
    knowledge(made.xml(), "ENU", element).to_owned()
}

#[test]
fn a_health_set_says_everything_with_commands_as_they_are() {
    let text = of("Widget.UnitMonitor");
    for part in [
        "<maml:title>Summary</maml:title>",
        "About Widget.",
        "<maml:title>Resolutions</maml:title>",
        "<maml:title>AlphaMonitor Recovery Actions</maml:title>",
        "Invoke-MonitoringProbe &lt;health set name&gt;\\&lt;probe name&gt; -Server &lt;server name&gt;",
        "<maml:title>External</maml:title>",
        "<maml:uri href=\"https://example.org/more\"/>",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_monitor_has_its_own_recovery_and_its_names_in_the_verification() {
    let text = of("Widget.AlphaMonitor.UnitMonitor");
    for part in [
        "Invoke-MonitoringProbe Widget\\AlphaProbe -Server &lt;server name&gt;",
        "$_.HealthSetName -eq \"Widget\"",
        "2b. Run:",
        "<maml:ui>Note: </maml:ui>Wait.",
        "<maml:ui>Stop-Thing</maml:ui>",
        "<maml:ui>  -Hard</maml:ui>",
        "Power",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("BetaProbe"));
}

#[test]
fn a_monitor_without_recovery_says_so_and_has_no_other_ones() {
    let text = of("Widget.BetaMonitor.UnitMonitor");
    assert!(text.contains("gives no recovery steps"), "{text}");
    assert!(text.contains("Widget\\BetaProbe") && !text.contains("Stop-Thing"));
}

#[test]
fn a_monitor_without_recovery_of_its_own_says_that_what_helps_all_follows() {
    let general = "## Troubleshooting\n\n1. Oil it.\n\n2. Turn it.\n\n## For More Information";
    let made = make_one(&widget().replace("## For More Information", general));
    let text = |element| knowledge(made.xml(), "ENU", element);
    let beta = text("Widget.BetaMonitor.UnitMonitor");
    assert!(
        beta.contains("for this monitor alone") && beta.contains("Oil it."),
        "{beta}"
    );
    let alpha = text("Widget.AlphaMonitor.UnitMonitor");
    assert!(
        !alpha.contains("Oil it.") && !alpha.contains("no recovery steps"),
        "{alpha}"
    );
}

#[test]
fn a_monitor_without_probe_keeps_the_placeholder() {
    let text = of("Widget.GammaMonitor.UnitMonitor");
    assert!(
        text.contains("Invoke-MonitoringProbe Widget\\&lt;probe name&gt;"),
        "{text}"
    );
}

#[test]
fn a_missing_translation_falls_back_and_says_so() {
    let other = article("Gadget", &[], "");
    let made = make(
        &[
            ("en-US/widget.md", &widget()),
            ("en-US/gadget.md", &other),
            ("it-IT/gadget.md", &other),
        ],
        &Config::default(),
    );
    let text = knowledge(made.xml(), "ITA", "Widget.AlphaMonitor.UnitMonitor");
    assert!(
        text.contains("English (United States)") && text.contains("Turn it off:"),
        "{text}"
    );
}

#[test]
fn white_space_between_bold_and_code_survives() {
    let made = make_one(&article(
        "Widget",
        &[],
        "## User Action\n\n**a** `b` **c**\n",
    ));
    let text = knowledge(made.xml(), "ENU", "Widget.UnitMonitor");
    assert!(
        text.contains(
            "<maml:ui>a </maml:ui><maml:codeInline>b </maml:codeInline><maml:ui>c</maml:ui>"
        ),
        "{text}"
    );
}

#[test]
fn a_table_without_dependencies_claims_none() {
    let without = widget()
        .replace("<th>Dependencies</th>", "")
        .replace("<td><p>Power</p></td>", "");
    assert_ne!(without, widget());
    let made = make_one(&without);
    let text = knowledge(made.xml(), "ENU", "Widget.AlphaMonitor.UnitMonitor");
    assert!(
        text.contains("AlphaProbe") && !text.contains("Dependencies"),
        "{text}"
    );
}
