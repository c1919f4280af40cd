//! The words and sentences of the interface, by key: `[interface]` in a language file.

use serde::{Deserialize, Serialize};

macro_rules! interface_keys {
    ($( $variant:ident = $name:literal; )+) => {
        /// A word or sentence of the interface. The names are the keys of `[interface]` in a language file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs, reason = "the names are the documentation; CONTRIBUTING.md explains each")]
        pub enum InterfaceKey { $($variant,)+ }

        impl InterfaceKey {
            /// Every key.
            pub const ALL: &'static [InterfaceKey] = &[$(InterfaceKey::$variant),+];

            /// The key as it stands in a language file.
            pub fn name(self) -> &'static str {
                match self { $(InterfaceKey::$variant => $name,)+ }
            }
        }
    };
}

interface_keys! {
    SiteTitle = "site-title";
    SkipToContent = "skip-to-content";
    Languages = "languages";
    HealthSet = "health-set";
    HealthSets = "health-sets";
    Category = "category";
    Uncategorized = "uncategorized";
    ServerRole = "server-role";
    Description = "description";
    ContentState = "content-state";
    StateFull = "state-full";
    StatePointer = "state-pointer";
    StateStub = "state-stub";
    Probe = "probe";
    NoProbe = "no-probe";
    Dependencies = "dependencies";
    NoDependencies = "no-dependencies";
    Monitor = "monitor";
    Monitors = "monitors";
    Recovery = "recovery";
    RelatedHealthSets = "related-health-sets";
    AppliesTo = "applies-to";
    LastModified = "last-modified";
    Source = "source";
    Note = "note";
    Step = "step";
    Copy = "copy";
    AsWritten = "as-written";
    MachineTranslated = "machine-translated";
    FallbackNotice = "fallback-notice";
    NoRecovery = "no-recovery";
    NoOwnRecovery = "no-own-recovery";
    Verification = "verification";
    OnThisPage = "on-this-page";
    ImprovePage = "improve-page";
    StateNone = "state-none";
    Overview = "overview";
    OverviewDescription = "overview-description";
    Picture = "picture";
    PictureDescription = "picture-description";
    Command = "command";
    Server = "server";
    FillIn = "fill-in";
    FillInNote = "fill-in-note";
    Copied = "copied";
    Search = "search";
    SearchHint = "search-hint";
    SearchNothing = "search-nothing";
    SearchFound = "search-found";
    ChooseMonitor = "choose-monitor";
    PackName = "pack-name";
    PackDescription = "pack-description";
    ServerClass = "server-class";
    ServerClassDescription = "server-class-description";
    ServerDiscovery = "server-discovery";
    ServerDiscoveryDescription = "server-discovery-description";
    HealthSetMonitor = "health-set-monitor";
    HealthSetMonitorDescription = "health-set-monitor-description";
    MonitorName = "monitor-name";
    MonitorDescription = "monitor-description";
    LabelledText = "labelled-text";
    StateHealthy = "state-healthy";
    StateUnhealthy = "state-unhealthy";
    PropertyInstallPath = "property-install-path";
    PropertyMailboxRole = "property-mailbox-role";
    PropertyClientAccessRole = "property-client-access-role";
    HealthSetClass = "health-set-class";
    HealthSetClassDescription = "health-set-class-description";
    HealthSetInstance = "health-set-instance";
    HealthSetDiscovery = "health-set-discovery";
    HealthSetDiscoveryDescription = "health-set-discovery-description";
    CategoryClass = "category-class";
    CategoryClassDescription = "category-class-description";
    CategoryHosting = "category-hosting";
    CategoryMonitor = "category-monitor";
    CategoryMonitorDescription = "category-monitor-description";
    HealthSetRollUp = "health-set-roll-up";
    HealthSetRollUpDescription = "health-set-roll-up-description";
    AlertHealthSet = "alert-health-set";
    AlertMonitor = "alert-monitor";
    AlertText = "alert-text";
    StateTask = "state-task";
    StateTaskDescription = "state-task-description";
    ProbeTask = "probe-task";
    ProbeTaskDescription = "probe-task-description";
    ProbeDiagnostic = "probe-diagnostic";
    ProbeDiagnosticDescription = "probe-diagnostic-description";
    ServiceRecovery = "service-recovery";
    ServiceRecoveryDescription = "service-recovery-description";
    ViewFolder = "view-folder";
    ViewHealthSets = "view-health-sets";
    ViewHealthSetsDescription = "view-health-sets-description";
    ViewServers = "view-servers";
    ViewServersDescription = "view-servers-description";
    ViewAlerts = "view-alerts";
    ViewAlertsDescription = "view-alerts-description";
    ViewFolderDescription = "view-folder-description";
    OverlaySummary = "overlay-summary";
    OverlayResolution = "overlay-resolution";
    RunbookFillIn = "runbook-fill-in";
    RunbookNotFilledIn = "runbook-not-filled-in";
    RunbookDone = "runbook-done";
    RunbookEscalate = "runbook-escalate";
    RunbookElsewhere = "runbook-elsewhere";
    RunbookHealthy = "runbook-healthy";
    RunbookUnhealthy = "runbook-unhealthy";
    RunbookApplies = "runbook-applies";
    RunbookDoesNotApply = "runbook-does-not-apply";
    RunbookOutcome = "runbook-outcome";
    RunbookConfirm = "runbook-confirm";
    RunbookContinue = "runbook-continue";
    RunbookByHand = "runbook-by-hand";
    RunbookAgent = "runbook-agent";
    Yes = "yes";
    No = "no";
}
