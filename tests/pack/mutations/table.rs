//! Ways to break a pack.

/// A pack that is broken in one place.
pub struct Mutation {
    /// What is done.
    pub name: &'static str,
    /// Where the edit begins: at the first occurrence of this.
    pub after: &'static str,
    /// What is replaced; `…` stands for anything.
    pub from: &'static str,
    /// By what; `…` stands for what was there.
    pub to: &'static str,
    /// What must be said.
    pub says: &'static str,
}

impl Mutation {
    /// The broken pack; `None` if there is nothing like it in this one.
    pub fn apply(&self, xml: &str) -> Option<String> {
        let start = xml.find(self.after)?;
        let (head, tail) = self.from.split_once('…').unwrap_or((self.from, ""));
        let from = start + xml[start..].find(head)?;
        let to = from + head.len();
        let to = to + xml[to..].find(tail)? + tail.len();
        let new = self.to.replace('…', &xml[from..to]);
        Some(format!("{}{new}{}", &xml[..from], &xml[to..]))
    }
}

macro_rules! mutations {
    ($( $name:literal: $after:literal, $from:literal => $to:literal, $says:literal; )+) => {
        /// Every way.
        pub const MUTATIONS: &[Mutation] = &[$( Mutation {
            name: $name, after: $after, from: $from, to: $to, says: $says,
        } ),+];
    };
}

mutations! {
    // XML
    "cut off": "", "</LanguagePacks>…</ManagementPack>" => "", "no XML";
    "tag not closed": "", "</Identity>" => "", "no XML";
    "bare ampersand": "<Manifest>", "<Name>" => "…A & B", "no XML";
    "unknown entity": "<Manifest>", "<Name>" => "…&nbsp;", "no XML";
    "control character": "<Manifest>", "<Name>" => "…\u{1}", "U+0001";
    "reference to a control character": "<Manifest>", "<Name>" => "…&#2;", "U+0002";
    "document type": "", "<ManagementPack " => "<!DOCTYPE x [<!ENTITY a \"b\">]>…", "document type";
    "prefix not declared": "", " xmlns:maml=\"http://schemas.microsoft.com/maml/2004/10\"" => "", "prefix";
    "attribute twice": "<Task ", " Enabled=\"true\"" => "……", "no XML";
    "two roots": "", "</ManagementPack>" => "…<ManagementPack/>", "no XML";
    "other root": "", "<ManagementPack …</ManagementPack>" => "<Pack/>", "no management pack";
    // Shape
    "no schema version": "", " SchemaVersion=\"2.0\"" => "", "SchemaVersion";
    "schema of the future": "", " SchemaVersion=\"2.0\"" => " SchemaVersion=\"3.0\"", "schema";
    "no manifest": "", "<Manifest>…</Manifest>" => "", "Manifest";
    "no identity": "", "<Identity>…</Identity>" => "", "Identity";
    "empty name in the manifest": "<Manifest>", "<Name>…</Name>" => "<Name></Name>", "empty";
    "three numbers in the version": "<Identity>", "<Version>…</Version>" => "<Version>1.0.0</Version>", "version";
    "huge number in the version": "<Identity>", "<Version>…</Version>" => "<Version>1.0.0.3000000000</Version>", "version";
    "word in the version": "<Identity>", "<Version>…</Version>" => "<Version>1.0.0.x</Version>", "version";
    "section twice": "", "<Presentation>…</Presentation>" => "…<Monitoring/>", "in `ManagementPack` twice";
    "language packs first": "", "<Manifest>" => "<LanguagePacks/>…", "out of place";
    "unknown section": "", "<Monitoring>" => "<Watching/>…", "no place";
    "unknown attribute": "<Task ", " Enabled=\"true\"" => "… Colour=\"red\"", "no attribute";
    "no accessibility": "<Task ", " Accessibility=\"Public\"" => "", "lacks the attribute";
    "no target": "<Task ", " Target=\"…\"" => "", "lacks the attribute";
    "unknown category": "<Task ", "<Category>Maintenance" => "<Category>Upkeep", "none of";
    "no category": "<UnitMonitor ", "<Category>…</Category>" => "", "Category";
    "algorithm of the wrong kind": "<AggregateMonitor ", "WorstOf" => "Percentage", "none of";
    "unit monitor among aggregates": "<Monitors>", "<AggregateMonitor …</AggregateMonitor>" => "", "does not exist";
    "aggregate behind a unit monitor": "", "</Monitors>" => "<AggregateMonitor ID=\"Late\" Accessibility=\"Public\" Target=\"System!System.Entity\"><Category>Custom</Category><Algorithm>WorstOf</Algorithm></AggregateMonitor>…", "out of place";
    "state of no health": "<UnitMonitor ", "HealthState=\"Error\"" => "HealthState=\"Red\"", "none of";
    "text among elements": "<Monitoring>", "<Tasks>" => "…words", "text stands";
    "enabled by a word": "<Task ", " Enabled=\"true\"" => " Enabled=\"yes\"", "neither true nor false";
    // IDs
    "ID twice": "<Tasks>", "<Task …</Task>" => "……", "given twice";
    "ID that differs by case": "<Folders>", "<Folder ID=\"…\"" => "<Folder ID=\"system\"", "other capitals";
    "ID with a hyphen": "<Folders>", "<Folder ID=\"" => "…A-", "no ID";
    "ID that begins with a digit": "<Folders>", "<Folder ID=\"" => "…1", "no ID";
    "empty ID": "<Identity>", "<ID>…</ID>" => "<ID></ID>", "no ID";
    "alias like a language": "<References>", "Alias=\"SC\"" => "Alias=\"ENU\"", "given twice";
    "part with the ID of another": "<OperationalStates>", "ID=\"Healthy\"" => "ID=\"Unhealthy\"", "two parts";
    "folder item twice": "<FolderItems>", "<FolderItem …/>" => "……", "twice";
    "folder item with the ID of another": "<FolderItems>", "ActiveAlerts.View.Item\"" => "Servers.View.Item\"", "two folder items";
    // References to packs
    "pack under two aliases": "", "</References>" => "<Reference Alias=\"Sys2\"><ID>System.Library</ID><Version>6.1.7221.0</Version><PublicKeyToken>31bf3856ad364e35</PublicKeyToken></Reference>…", "two aliases";
    "wrong key token": "<PublicKeyToken>", "31bf3856ad364e35" => "31bf3856ad364e36", "not signed";
    "short key token": "<PublicKeyToken>", "31bf3856ad364e35" => "31bf3856", "key token";
    "library of the future": "<References>", "<Version>…</Version>" => "<Version>99.0.0.0</Version>", "no version";
    "reference without a version": "<References>", "<Version>…</Version>" => "", "Version";
    "no references": "", "<References>…</References>" => "", "References";
    // References to elements
    "target that does not exist": "<Task ", " Target=\"…\"" => " Target=\"No.Such.Class\"", "does not exist";
    "target that is a monitor": "<Task ", " Target=\"…\"" => " Target=\"Health!System.Health.AvailabilityState\"", "";
    "unknown alias": "<Task ", " Target=\"…\"" => " Target=\"Nobody!System.Entity\"", "no reference has the alias";
    "element that a library lacks": "<Task ", "TypeID=\"System!…\"" => "TypeID=\"System!System.CommandExecutor\"", "does not exist in";
    "probe where an action belongs": "<Task ", "TypeID=\"…\"" => "TypeID=\"System!System.CommandExecuterProbe\"", "type of probe actions";
    "action where a probe belongs": "<Diagnostic ", "TypeID=\"…\"" => "TypeID=\"System!System.CommandExecuter\"", "type of write actions";
    "class where a type of monitors belongs": "<UnitMonitor ", "TypeID=\"…\"" => "TypeID=\"Windows!Microsoft.Windows.Computer\"", "is a class";
    "view of no type": "<View ", "TypeID=\"…\"" => "TypeID=\"SC!Microsoft.SystemCenter.PieViewType\"", "does not exist in";
    "folder in no folder": "<Folder ", "ParentFolder=\"…\"" => "ParentFolder=\"Attic\"", "does not exist";
    "folder in itself": "<Folder ID=\"", "ParentFolder=\"…\"" => "ParentFolder=\"Mpkc.Exchange2013.HealthSets.Folder\"", "lies in itself";
    "item of no folder": "<FolderItem ", " Folder=\"…\"" => " Folder=\"Attic\"", "does not exist";
    "item of no view": "<FolderItem ", "ElementID=\"…\"" => "ElementID=\"Nothing\"", "does not exist";
    "alert without its text": "<StringResources>", "<StringResource …/>" => "", "does not exist";
    // Classes
    "class derived from nothing": "<ClassTypes>", " Base=\"…\"" => "", "derived from nothing";
    "class derived from itself": "<ClassTypes>", " Base=\"…\"" => " Base=\"Mpkc.Exchange2013.HealthSets.Server\"", "derived from itself";
    "class that nothing hosts": "<RelationshipTypes>", "<RelationshipType …</RelationshipType>" => "", "";
    "hosted base, class not hosted": ".DiskSpace.HealthSet\" Accessibility", "Hosted=\"true\"" => "Hosted=\"false\"", "not hosted";
    "key below a class with objects": "</ClassTypes>", "</ClassTypes>" => "<ClassType ID=\"Late\" Accessibility=\"Public\" Base=\"Windows!Microsoft.Windows.Server.Computer\" Hosted=\"false\"><Property ID=\"K\" Key=\"true\" Type=\"string\"/></ClassType>…", "key";
    "property twice": "<ClassTypes>", "<Property ID=\"MailboxRole\"" => "<Property ID=\"InstallPath\"", "two parts";
    "relationship to no class": "<RelationshipTypes>", "<Target ID=\"Target\" Type=\"" => "…No.", "does not exist";
    // Discoveries
    "property that the class lacks": "<DiscoveryTypes>", "PropertyID=\"InstallPath\"" => "PropertyID=\"Colour\"", "declares no property";
    "property of another class": "<DiscoveryTypes>", "TypeID=\"System!System.Entity\" PropertyID" => "TypeID=\"Windows!Microsoft.Windows.Computer\" PropertyID", "declares no property";
    "value of the registry twice": "<RegistryAttributeDefinitions>", "<AttributeName>MinorVersion" => "<AttributeName>Installed", "two values";
    "objects of an abstract class": "<ClassId>", "HealthSets.Server&quot;" => "HealthSets.HealthSet&quot;", "abstract";
    "configuration out of order": "<DataSource ", "<Frequency>…</ClassId>" => "<ClassId>$MPElement[Name=&quot;Mpkc.Exchange2013.HealthSets.Server&quot;]$</ClassId><Frequency>86400</Frequency>", "out of place";
    "frequency in words": "<DataSource ", "<Frequency>…</Frequency>" => "<Frequency>daily</Frequency>", "no number";
    // Configuration
    "configuration incomplete": "<Task ", "<TimeoutSeconds>…</TimeoutSeconds>" => "", "lacks `TimeoutSeconds`";
    "configuration with more": "<Task ", "<RequireOutput>" => "<Colour>red</Colour>…", "no place";
    "configuration in another order": "<Task ", "<ApplicationName>…<WorkingDirectory/>" => "<WorkingDirectory/><ApplicationName>x</ApplicationName>", "out of place";
    "time in words": "<Task ", "<TimeoutSeconds>…</TimeoutSeconds>" => "<TimeoutSeconds>soon</TimeoutSeconds>", "no number";
    "monitor without an expression": "<UnitMonitor ", "<FirstExpression>…</FirstExpression>" => "", "lacks `FirstExpression`";
    "monitor without configuration": "<UnitMonitor ", "<Configuration>…</Configuration>" => "", "lacks `Configuration`";
    "and of one": "<FirstExpression>", "<And>…</And>" => "<And><Expression><RegExExpression><ValueExpression><XPathQuery>x</XPathQuery></ValueExpression><Operator>MatchesRegularExpression</Operator><Pattern>x</Pattern></RegExExpression></Expression></And>", "lacks `Expression`";
    "unknown operator": "<FirstExpression>", "<Operator>Equal" => "<Operator>Same", "none of";
    "unknown type of a value": "<FirstExpression>", "Type=\"UnsignedInteger\"" => "Type=\"Number\"", "none of";
    "comparison with one side": "<FirstExpression>", "</Operator>…</ValueExpression>" => "</Operator>", "lacks";
    // Monitors
    "no monitor above": "<UnitMonitor ", "ParentMonitorID=\"…\"" => "ParentMonitorID=\"No.Monitor\"", "does not exist";
    "unit monitor above": "<AggregateMonitor ", "ParentMonitorID=\"…\"" => "ParentMonitorID=\"Mpkc.Exchange2013.HealthSets.DiskSpace.UnitMonitor\"", "is a unit monitor";
    "dependency monitor above": "<AggregateMonitor ", "ParentMonitorID=\"…\"" => "ParentMonitorID=\"Mpkc.Exchange2013.HealthSets.Category.CustomerTouchPoints.DependencyMonitor\"", "";
    "monitor above itself": "DiskSpace.AggregateMonitor\" Accessibility", "ParentMonitorID=\"…\"" => "ParentMonitorID=\"Mpkc.Exchange2013.HealthSets.DiskSpace.AggregateMonitor\"", "above itself";
    "monitor above of another class": "DiskSpace.UnitMonitor\" Accessibility", " Target=\"…\"" => " Target=\"Windows!Microsoft.Windows.OperatingSystem\"", "not derived from";
    "unknown state": "<OperationalStates>", "MonitorTypeStateID=\"FirstEventRaised\"" => "MonitorTypeStateID=\"ThirdEventRaised\"", "has no state";
    "state twice": "<OperationalStates>", "MonitorTypeStateID=\"FirstEventRaised\"" => "MonitorTypeStateID=\"SecondEventRaised\"", "detected by";
    "no state of success": "<OperationalStates>", "HealthState=\"Success\"" => "HealthState=\"Warning\"", "no state that is Success";
    "two states of one health": "<OperationalStates>", "HealthState=\"Error\"" => "HealthState=\"Success\"", "two states";
    "state left out": "<OperationalStates>", "<OperationalState ID=\"Unhealthy\"…/>" => "", "says nothing";
    "no states": "<UnitMonitor ", "<OperationalStates>…</OperationalStates>" => "", "lacks `OperationalStates`";
    "alert on a state that never is": "<AlertSettings ", "HealthState=\"Error\"" => "HealthState=\"Warning\"", "never is";
    "alert parameter twice": "<AlertParameters>", "<AlertParameter2>…</AlertParameter2>" => "……", "in `AlertParameters` twice";
    "relationship that contains nothing": "<DependencyMonitor ", "RelationshipType=\"…\"" => "RelationshipType=\"System!System.Reference\"", "";
    "relationship between managers": "<DependencyMonitor ", "RelationshipType=\"…\"" => "RelationshipType=\"System!System.WatchedBy\"", "contains nothing";
    "class without a kind of hosting": "<ClassTypes>", " Hosted=\"true\"" => "", "not hosted";
    "key that is no boolean": "<ClassTypes>", "Key=\"false\"" => "Key=\"no\"", "neither true nor false";
    "type of no property": "<ClassTypes>", "Type=\"string\"" => "Type=\"text\"", "none of";
    "relationship with one end": "<RelationshipTypes>", "<Target …/>" => "", "lacks `Target`";
    "relationship with the ends swapped": "<RelationshipTypes>", "<Source …/>" => "", "lacks `Source`";
    "discovery without a source": "<Discoveries>", "<DataSource …</DataSource>" => "", "lacks `DataSource`";
    "discovery of a monitor": "<DiscoveryTypes>", "TypeID=\"Mpkc…\"" => "TypeID=\"Health!System.Health.AvailabilityState\"", "aggregate monitor";
    "registry value without a path": "<RegistryAttributeDefinition>", "<Path>…</Path>" => "", "lacks `Path`";
    "setting without a value": "<Setting>", "<Value>…</Value>" => "", "lacks `Value`";
    "task with two actions": "<Task ", "<WriteAction …</WriteAction>" => "……", "in `Task` twice";
    "task without an action": "<Task ", "<WriteAction …</WriteAction>" => "", "lacks `ProbeAction` or `WriteAction`";
    "module without an ID": "<Task ", "<WriteAction ID=\"Run\"" => "<WriteAction", "lacks the attribute";
    "time of a task in words": "<Task ", "Timeout=\"300\"" => "Timeout=\"long\"", "no number";
    "alert at no priority": "<AlertPriority>", "Normal" => "Urgent", "none of";
    "alert of no severity": "<AlertSeverity>", "MatchMonitorHealth" => "Critical", "none of";
    "alert on no state": "<AlertOnState>", "Error" => "Red", "none of";
    "empty alert parameter": "<AlertParameters>", "<AlertParameter2>…</AlertParameter2>" => "<AlertParameter2></AlertParameter2>", "is empty";
    "alert message in another order": "<AlertSettings ", "<AutoResolve>…</AutoResolve>" => "", "lacks `AutoResolve`";
    "view of a monitor": "<View ", " Target=\"…\"" => " Target=\"Mpkc.Exchange2013.HealthSets.DiskSpace.UnitMonitor\"", "is a unit monitor";
    "view without criteria": "<View ", "<Category>…</Category>" => "", "lacks `Category`";
    "default that is no boolean": "<LanguagePacks>", "IsDefault=\"true\"" => "IsDefault=\"maybe\"", "neither true nor false";
    "language in small letters": "<LanguagePacks>", "ID=\"ESN\"" => "ID=\"esn\"", "no language";
    "article visible by a word": "<KnowledgeArticles>", "Visible=\"true\"" => "Visible=\"yes\"", "neither true nor false";
    "article of a part that is none": "<KnowledgeArticles>", " Visible=" => " SubElementID=\"Sick\" Visible=", "does not exist";
    "recovery that is safe": "", "</Diagnostics>" => "…<Recoveries><Recovery ID=\"R\" Accessibility=\"Public\" Enabled=\"false\" Target=\"Mpkc.Exchange2013.HealthSets.DiskSpace.HealthSet\" Monitor=\"Mpkc.Exchange2013.HealthSets.DiskSpace.UnitMonitor\" ResetMonitor=\"false\" ExecuteOnState=\"Success\"><Category>Maintenance</Category><WriteAction ID=\"A\" TypeID=\"System!System.CommandExecuter\"><ApplicationName>a</ApplicationName><WorkingDirectory/><CommandLine>b</CommandLine><TimeoutSeconds>9</TimeoutSeconds><RequireOutput>true</RequireOutput></WriteAction></Recovery></Recoveries>", "all is well";
    "member of another class": "<DependencyMonitor ", "MemberMonitor=\"…\"" => "MemberMonitor=\"Mpkc.Exchange2013.HealthSets.Search.AggregateMonitor\"", "leads to";
    "relationship of another class": "<DependencyMonitor ", "RelationshipType=\"…\"" => "RelationshipType=\"Windows!Microsoft.Windows.ComputerHostsComputerRole\"", "begins at";
    "percentage of nothing": "<DependencyMonitor ", "WorstOf" => "Percentage", "percentage";
    // Diagnostics and recoveries
    "diagnostic of no monitor": "<Diagnostic ", " Monitor=\"…\"" => " Monitor=\"No.Monitor\"", "does not exist";
    "diagnostic on another class": "<Diagnostic ", " Target=\"…\"" => " Target=\"Windows!Microsoft.Windows.Computer\"", "its monitor is about";
    "diagnostic on a state that never is": "<Diagnostic ", "ExecuteOnState=\"Error\"" => "ExecuteOnState=\"Warning\"", "never is";
    "recovery after two things": "", "</Diagnostics>" => "…<Recoveries><Recovery ID=\"R\" Accessibility=\"Public\" Enabled=\"false\" Target=\"System!System.Entity\" Monitor=\"Health!System.Health.AvailabilityState\" ResetMonitor=\"false\"><Category>Maintenance</Category><WriteAction ID=\"A\" TypeID=\"System!System.CommandExecuter\"><ApplicationName>a</ApplicationName><WorkingDirectory/><CommandLine>b</CommandLine><TimeoutSeconds>9</TimeoutSeconds><RequireOutput>true</RequireOutput></WriteAction></Recovery></Recoveries>", "";
    // Expressions
    "variable like an expression": "<Task ", "<CommandLine>" => "…$Database ", "SCOM takes";
    "expression that is not closed": "<Task ", "<CommandLine>" => "…$Target/Id ", "SCOM takes";
    "expression of an account": "<Task ", "<CommandLine>" => "…$RunAsUser ", "SCOM takes";
    "expression of no element": "<Task ", "<CommandLine>" => "…$MPElement[Name=\"No.Such\"]$", "no element";
    "property that the target lacks": "<Task ", "<CommandLine>" => "…$Target/Property[Type=\"System!System.Entity\"]/Colour$", "declares no property";
    "host too far": "<AlertParameters>", "$Target/Host/Host/Property" => "$Target/Host/Host/Host/Property", "hosts";
    "host too near": "<AlertParameters>", "$Target/Host/Host/Property" => "$Target/Host/Property", "not derived from";
    "property of the wrong class": "<AlertParameters>", "Windows!Microsoft.Windows.Computer" => "System!System.Entity", "declares no property";
    "setting of no property": "<Settings>", "]/PrincipalName$</Name>" => "]/Colour$</Name>", "declares no property";
    // Languages and names
    "no default language": "<LanguagePacks>", "IsDefault=\"true\"" => "IsDefault=\"false\"", "default";
    "two default languages": "ID=\"ESN\"", "IsDefault=\"false\"" => "IsDefault=\"true\"", "default";
    "language of no console": "<LanguagePacks>", "ID=\"ESN\"" => "ID=\"ESP\"", "Windows has no such language";
    "language twice": "<LanguagePacks>", "ID=\"ESN\"" => "ID=\"ENU\"", "given twice";
    "no language": "", "<LanguagePacks>…</LanguagePacks>" => "", "";
    "name missing": "ID=\"ESN\"", "<DisplayString …</DisplayString>" => "", "";
    "name of an element missing": "ID=\"ESN\"", "<DisplayString ElementID=\"Mpkc.Exchange2013.HealthSets.DiskSpace.UnitMonitor\"><…</DisplayString>" => "", "has no name";
    "name of a state missing": "ID=\"ESN\"", "<DisplayString ElementID=\"Mpkc.Exchange2013.HealthSets.DiskSpace.UnitMonitor\" SubElementID=\"Healthy\"><…</DisplayString>" => "", "has no name";
    "name twice": "ID=\"ESN\"", "<DisplayString …</DisplayString>" => "……", "named twice";
    "name of nothing": "ID=\"ESN\"", "<DisplayString ElementID=\"…\"" => "<DisplayString ElementID=\"No.Such\"", "does not exist";
    "name of no part": "ID=\"ESN\"", "SubElementID=\"Healthy\"" => "SubElementID=\"Sick\"", "does not exist";
    "empty name": "ID=\"ESN\"", "<Name>…</Name>" => "<Name></Name>", "empty";
    "name of white space": "ID=\"ESN\"", "<Name>…</Name>" => "<Name> </Name>", "empty";
    "string without a name": "ID=\"ESN\"", "<Name>…</Name>" => "", "lacks `Name`";
    "alert that wants more": "AlertMessage\"><Name>", "{1}" => "{7}", "no parameter fills";
    "alert without words": ".DiskSpace.AlertMessage\"><Name>", "<Description>…</Description>" => "", "no text";
    "languages' parts in another order": "ID=\"ESN\"", "</KnowledgeArticles>" => "…<DisplayStrings/>", "in `LanguagePack` twice";
    // Articles
    "article of nothing": "<KnowledgeArticles>", "ElementID=\"…\"" => "ElementID=\"No.Such\"", "does not exist";
    "article of an unknown pack": "<KnowledgeArticles>", "ElementID=\"…\"" => "ElementID=\"Nobody!Monitor\"", "alias";
    "two articles": "<KnowledgeArticles>", "<KnowledgeArticle …</KnowledgeArticle>" => "……", "two articles";
    "empty article": "<KnowledgeArticles>", "<MamlContent>…</MamlContent>" => "<MamlContent></MamlContent>", "empty";
    "article without content": "<KnowledgeArticles>", "<MamlContent>…</MamlContent>" => "", "lacks";
    "section without a title": "<KnowledgeArticles>", "<maml:title>…</maml:title>" => "", "title";
    "text in a section": "<KnowledgeArticles>", "</maml:title>" => "…words", "text stands";
    "paragraph outside of sections": "<KnowledgeArticles>", "<MamlContent>" => "…<maml:para>x</maml:para>", "sections only";
    "empty list": "<KnowledgeArticles>", "</maml:title>" => "…<maml:list></maml:list>", "empty";
    "list in a paragraph": "<KnowledgeArticles>", "</maml:title>" => "…<maml:para><maml:list><maml:listItem><maml:para>x</maml:para></maml:listItem></maml:list></maml:para>", "in a paragraph";
    "text in an item": "<KnowledgeArticles>", "</maml:title>" => "…<maml:list><maml:listItem>x</maml:listItem></maml:list>", "text stands";
    "bold as in HTML": "<KnowledgeArticles>", "</maml:title>" => "…<maml:para><b>x</b></maml:para>", "no element of MAML";
    "bold as nowhere": "<KnowledgeArticles>", "</maml:title>" => "…<maml:para><maml:b>x</maml:b></maml:para>", "no element of MAML";
    "section in a section": "<KnowledgeArticles>", "</maml:title>" => "…<maml:section><maml:title>x</maml:title></maml:section>", "directly in a section";
    "bold in bold": "<KnowledgeArticles>", "</maml:title>" => "…<maml:para><maml:ui><maml:ui>x</maml:ui></maml:ui></maml:para>", "stands in";
    "link without an address": "<KnowledgeArticles>", "<maml:uri …/>" => "", "leads nowhere";
    "link to a script": "<KnowledgeArticles>", "href=\"…\"" => "href=\"javascript:alert(1)\"", "no safe address";
    "link with a gap": "<KnowledgeArticles>", "href=\"https://" => "…a b/", "no safe address";
    "link with two fragments": "<KnowledgeArticles>", "href=\"https://" => "…a/##", "no safe address";
    "cell over rows": "<KnowledgeArticles>", "<maml:entry>" => "<maml:entry rowSpan=\"2\">", "rowSpan";
    "row without cells": "<KnowledgeArticles>", "</maml:tableHeader>" => "…<maml:row></maml:row>", "empty";
    "variable in an article": "<KnowledgeArticles>", "<maml:para>" => "…$Database ", "SCOM takes";
    "expression of nothing in an article": "<KnowledgeArticles>", "<maml:para>" => "…$MPElement[Name='No.Such']$ ", "SCOM takes";
}
