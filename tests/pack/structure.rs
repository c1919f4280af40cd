//! Which elements there are, and how they hang together.

use mpkc::diagnostic::Rule;
use mpkc::workspace::{AlertOn, Config, PackBase};

use crate::support::{article, ids, language, make, make_one};

const P: &str = "Mpkc.Exchange2013.HealthSets";

fn widget() -> String {
    article(
        "Widget.Core",
        &[
            ("WidgetProbe", &["WidgetMonitor", "GearMonitor"]),
            ("None (check)", &["OilMonitor"]),
        ],
        "## Verifying the issue\n\n1. Look:\n\n   ```powershell\n   Invoke-MonitoringProbe <health set name>\\<probe name> -Server <server name>\n   ```\n\n## WidgetMonitor Recovery Actions\n\n1. Restart the service:\n\n   ```powershell\n   Restart-Service WidgetSvc\n   ```\n\n2. Look again as in step 1.\n",
    )
}

#[test]
fn a_small_pack_as_a_whole() {
    let spanish = widget()
        .replace("It is watched.", "Se vigila.")
        .replace("About", "Sobre");
    let made = make(
        &[
            ("en-US/widget.md", &widget()),
            ("es-ES/widget.md", &spanish),
        ],
        &Config::default(),
    );
    insta::assert_snapshot!(made.xml());
}

#[test]
fn ids_say_what_they_are() {
    let made = make_one(&widget());
    let xml = made.xml();
    assert_eq!(
        ids(xml, "UnitMonitor"),
        [
            format!("{P}.Widget.Core.UnitMonitor"),
            format!("{P}.Widget.Core.WidgetMonitor.UnitMonitor"),
            format!("{P}.Widget.Core.GearMonitor.UnitMonitor"),
            format!("{P}.Widget.Core.OilMonitor.UnitMonitor"),
        ]
    );
    assert_eq!(
        ids(xml, "Task"),
        [
            format!("{P}.Widget.Core.State.Task"),
            format!("{P}.Widget.Core.WidgetProbe.Task")
        ]
    );
    assert_eq!(
        ids(xml, "Diagnostic").len(),
        2,
        "one per monitor with a probe"
    );
}

#[test]
fn only_a_restart_that_comes_first_becomes_a_recovery_and_it_is_off() {
    let made = make_one(&widget());
    assert_eq!(
        ids(made.xml(), "Recovery"),
        [format!(
            "{P}.Widget.Core.WidgetMonitor.RestartService.Recovery"
        )]
    );
    let recovery = &made.xml()[made.xml().find("<Recovery ").unwrap()..];
    assert!(recovery.contains("Enabled=\"false\"") && recovery.contains("ResetMonitor=\"false\""));
    for (good, bad) in [
        (
            "1. Restart the service:\n",
            "1. Think.\n\n1. Restart the service:\n",
        ),
        (
            "Restart-Service WidgetSvc",
            "Restart-Service <service name>",
        ),
        ("Restart-Service WidgetSvc", "Stop-Service WidgetSvc"),
        (
            "Restart-Service WidgetSvc",
            "Restart-Service WidgetSvc; Remove-Item x",
        ),
    ] {
        let text = widget().replace(good, bad);
        assert_ne!(text, widget());
        assert!(ids(make_one(&text).xml(), "Recovery").is_empty(), "{bad}");
    }
}

#[test]
fn alerts_come_from_where_the_project_wants_them() {
    let alerts = |base, alert_on| {
        let mut config = Config::default();
        config.pack.base = base;
        config.pack.alert_on = alert_on;
        let made = make(&[("en-US/widget.md", &widget())], &config);
        (
            made.xml().matches("<AlertSettings ").count(),
            ids(made.xml(), "StringResource").len(),
        )
    };
    assert_eq!(alerts(PackBase::Standalone, None), (1, 1));
    assert_eq!(alerts(PackBase::Standalone, Some(AlertOn::Monitor)), (4, 4));
    assert_eq!(alerts(PackBase::Standalone, Some(AlertOn::None)), (0, 0));
    assert_eq!(alerts(PackBase::Exchange2013, None), (0, 0));
}

#[test]
fn the_extension_has_no_classes_and_hangs_below_microsofts_monitor() {
    let mut config = Config::default();
    config.pack.base = PackBase::Exchange2013;
    let made = make(&[("en-US/widget.md", &widget())], &config);
    let xml = made.xml();
    assert!(ids(xml, "ClassType").is_empty() && ids(xml, "Discovery").is_empty());
    assert!(xml.contains(
        "ParentMonitorID=\"Exch15!Microsoft.Exchange.15.Monitors.Aggregate.ServerHealthSet\""
    ));
    assert!(xml.contains("<KnowledgeArticle ElementID=\"Exch15!HealthSetUnitMonitor\""));
    assert!(!xml.contains("<StringResource"));
}

#[test]
fn packs_that_nothing_refers_to_are_not_referred_to() {
    let made = make_one(&widget());
    assert!(!made.xml().contains("Microsoft.Exchange.15"));
    assert_eq!(made.xml().matches("<Reference Alias=").count(), 4);
}

/// A catalogue with these headings, in which `Widget.Core` has a role.
fn catalogue(headings: &[&str; 2], role: &str) -> String {
    let rows = [
        format!(
            "<tr><td><p>Widget.Core</p></td><td><p>{role}</p></td><td><p>Watches widgets.</p></td></tr>\n<tr><td><p>Widget.Zone</p></td><td><p>CAS</p></td><td><p>Watches zones.</p></td></tr>"
        ),
        "<tr><td><p>Gadget</p></td><td><p>CAS</p></td><td><p>Watches gadgets.</p></td></tr>"
            .to_owned(),
    ];
    let mut text = "---\ntitle: Appendix A\nms:assetid: 0\nms:mtpsurl: https://example.org/dn1(v=EXCHG.150)\n---\n\n# Health sets\n\nAll of them.\n".to_owned();
    for (heading, rows) in headings.iter().zip(rows) {
        text.push_str(&format!("\n## {heading}\n\n<table>\n<thead>\n<tr><th>Health set</th><th>Server role</th><th>Description</th></tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"));
    }
    text
}

/// The row of a health set.
fn row<'t>(catalogue: &'t str, set: &str) -> &'t str {
    let is_it = |line: &&str| line.contains(&format!("<p>{set}</p>"));
    catalogue.lines().find(is_it).unwrap()
}

#[test]
fn ids_of_categories_do_not_depend_on_headings_languages_or_places() {
    let english = catalogue(&["Customer touch points", "Service components"], "CAS");
    let renamed = catalogue(&["What users touch", "Inner parts"], "CAS");
    let italian = catalogue(&["Punti di contatto", "Componenti"], "CAS");
    let (head, tables) = english.split_once("\n## ").unwrap();
    let (first, second) = tables.split_once("\n## ").unwrap();
    let reordered = format!("{head}\n## {second}\n## {first}");
    let (core, zone) = (row(&english, "Widget.Core"), row(&english, "Widget.Zone"));
    let moved = english.replace(&format!("{core}\n{zone}"), &format!("{zone}\n{core}"));
    assert_ne!(moved, english);
    for base in [PackBase::Standalone, PackBase::Exchange2013] {
        let mut config = Config::default();
        config.pack.base = base;
        let all = |files: &[(&str, &str)]| {
            let mut files = files.to_vec();
            let widget = widget();
            files.push(("en-US/widget.md", &widget));
            let made = make(&files, &config);
            let mut all: Vec<String> = [
                "ClassType",
                "RelationshipType",
                "AggregateMonitor",
                "DependencyMonitor",
            ]
            .iter()
            .flat_map(|element| ids(made.xml(), element))
            .map(str::to_owned)
            .collect();
            all.sort();
            all
        };
        const FILE: &str = "en-US/appendix.md";
        let expected = all(&[(FILE, &english)]);
        assert_eq!(all(&[(FILE, &renamed)]), expected);
        assert_eq!(all(&[(FILE, &reordered)]), expected);
        assert_eq!(all(&[(FILE, &moved)]), expected);
        assert_eq!(all(&[("it-IT/appendix.md", &italian)]), expected);
        assert_eq!(
            all(&[(FILE, &renamed), ("it-IT/appendix.md", &italian)]),
            expected
        );
    }
}

#[test]
fn roles_of_the_catalogue_decide_where_a_health_set_is_discovered() {
    let conditions = |role: &str| {
        let made = make(
            &[
                (
                    "en-US/appendix-a-exchange-health-sets.md",
                    &catalogue(&["Customer touch points", "Service components"], role),
                ),
                ("en-US/widget.md", &widget()),
            ],
            &Config::default(),
        );
        let xml = made.xml().to_owned();
        let at = xml
            .find(&format!("<Discovery ID=\"{P}.Widget.Core.Discovery\""))
            .unwrap();
        let discovery = &xml[at..at + xml[at..].find("</Discovery>").unwrap()];
        assert!(xml.contains(&format!("ID=\"{P}.Widget.Core.HealthSetCategory\"")));
        (
            discovery.contains("Values/MailboxRole"),
            discovery.contains("Values/ClientAccessRole"),
        )
    };
    assert_eq!(conditions("Mailbox"), (true, false));
    assert_eq!(conditions("CAS"), (false, true));
    assert_eq!(conditions("CAS, Mailbox"), (true, true));
}

#[test]
fn ids_and_version_stay_when_only_texts_change() {
    let before = make_one(&widget());
    let after = make_one(
        &widget()
            .replace("It is watched.", "It is watched closely.")
            .replace("Look:", "See:"),
    );
    let monitoring = |xml: &str| xml[..xml.find("<LanguagePacks>").unwrap()].to_owned();
    assert_eq!(monitoring(before.xml()), monitoring(after.xml()));
    assert_ne!(before.xml(), after.xml());
}

#[test]
fn a_language_that_windows_does_not_name_is_left_out_with_a_word() {
    let made = make(
        &[("en-US/widget.md", &widget()), ("tlh/widget.md", &widget())],
        &Config::default(),
    );
    assert_eq!(made.xml().matches("<LanguagePack ").count(), 1);
    assert!(
        made.diagnostics
            .iter()
            .any(|it| it.rule == Rule::PackLanguageLeftOut)
    );
}

#[test]
fn two_languages_with_one_name_are_one_pack() {
    let made = make(
        &[("es/widget.md", &widget()), ("es-ES/widget.md", &widget())],
        &Config::default(),
    );
    assert_eq!(made.xml().matches("<LanguagePack ID=\"ESN\"").count(), 1);
    assert_eq!(made.diagnostics.len(), 1);
}

#[test]
fn the_source_language_is_the_default() {
    let mut config = Config::default();
    let files = [("it-IT/widget.md", widget()), ("pt-BR/widget.md", widget())];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    config.source.language = Some("pt-BR".parse().unwrap());
    let made = make(&files, &config);
    assert!(language(made.xml(), "PTB").contains("IsDefault=\"true\""));
    assert!(language(made.xml(), "ITA").contains("IsDefault=\"false\""));
}
