//! What descriptions state: values, defaults and limits.

use docpages::{DefectKind, Unreadable, read};
use serde_json::Value;

/// A cell in shorthand: a line is a paragraph, or an item after `- `, and stars mark bold text.
fn cell(source: &str) -> String {
    let line = |line: &str| {
        let (begin, end) = if line.starts_with("- ") {
            ("<ul><li>", "</li></ul>")
        } else {
            ("<p>", "</p>")
        };
        let text = line.strip_prefix("- ").unwrap_or(line).split("**").enumerate();
        let text = text.map(|(index, part)| {
            if index % 2 == 1 {
                format!("<b>{part}</b>")
            } else {
                part.to_owned()
            }
        });
        format!("{begin}{}{end}", text.collect::<String>())
    };
    source.lines().map(str::trim).map(line).collect()
}

/// The facts in shorthand: values, default, least and greatest value, defects.
fn facts(source: &str) -> Result<String, Unreadable> {
    let cell = cell(source);
    let page = format!(
        "<h4>URI</h4><p>GET /v1/kilns</p><table><tr><th>Parameter<th>Type<th>Description</tr>\
         <tr><td>state<td>String<td>{cell}</tr></table>"
    );
    let reading = read(page.as_bytes())?;
    let schema = reading.document.pointer("/paths/~1v1~1kilns/get/parameters/0/schema");
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fact = |key: &str| schema.and_then(|schema| schema.get(key));
    let values = fact("enum").and_then(Value::as_array).into_iter().flatten().map(text);
    let mut facts = vec![values.collect::<Vec<_>>().join(",")];
    for (mark, key) in [("=", "default"), (">=", "minLength"), ("<=", "maxLength")] {
        facts.extend(fact(key).map(|fact| format!("{mark}{}", text(fact))));
    }
    for defect in reading.defects.iter().filter(|defect| defect.at == "query state") {
        facts.push(match defect.kind {
            DefectKind::ListLost => "LIST LOST".to_owned(),
            DefectKind::DefinitionLost => "DEFINITION LOST".to_owned(),
            other => format!("{other:?}"),
        });
    }
    Ok(facts.join(" ").trim().to_owned())
}

#[test]
fn facts_are_told_from_prose() -> Result<(), Unreadable> {
    for (source, expected) in [
        // Defaults.
        ("Workspace. The default value is 0.", "=0"),
        ("The default value is **0**.", "=0"),
        ("If there is none, the default value is 0. Else use your own.", "=0"),
        ("If unchanged, the default value is the time of its making.", ""),
        ("By default, the first one is used. The default user is **root**.", ""),
        ("Default: **0**", "=0"),
        ("The\u{a0}default  value\t is **\u{feff}0** .", "=0"),
        ("Of it. Default: **0** Minimum: **8**.", "=0 >=8"),
        ("Default: N/A", ""),
        ("默认值为0。", "=0"),
        // Limits.
        ("Pools that failed. The maximum value is 500.", "<=500"),
        ("Code\nMinimum: **8**\nMaximum: **36**", ">=8 <=36"),
        ("Code Minimum: 8 Maximum: 36", ">=8 <=36"),
        ("The value ranges from 1 to 64.", ">=1 <=64"),
        ("The maximum value is large.", ""),
        // Lists.
        ("State. Options:\n- **on**: it is on\n- **off**", "on,off"),
        (
            "State. The options are as follows:\n- on: it is on\n- off: it is off",
            "on,off",
        ),
        ("Flags. Options:\n- **0**: none\n- **16**. Several may hold.", "0,16"),
        ("Flags. Options:\n- 1: one\n- 2 two", "1,2"),
        ("Options:\n- **0**: off (default value)\n- **1**: on", "0,1 =0"),
        ("Enumeration values:\n- **a**\n- **b**", "a,b"),
        ("Options:\n- **a**: x\nEnumeration values:\n- **a**\n- **b**", "a,b"),
        (
            "Kind. Options:\n- a: x [- **b**: y](tags: hc)\n- c",
            "a,b,c MarkupLeaked",
        ),
        ("Image. Options:\n- \"\": preset\n- private", ",private"),
        ("取值如下：\n- on：开\n- off：关", "on,off"),
        ("Note the following:\n- It is hot.\n- Do not touch it.", ""),
        ("The value can be **public** or **private**.", "public,private"),
        ("Only if the model is **a** or **b**. Value **-1** is no limit.", ""),
        ("If **quota** is **-1**, the **used** value is **null**.", ""),
        ("State. Options: **on** and **off**.", "on,off"),
        // Lists in other forms.
        ("State. Enums:\n- **a**\n- **b**", "a,b"),
        ("Network. Values:\n- **a**: x", "a"),
        ("Kind. The enumerated values are as follows:\n- **a**", "a"),
        ("Kind. Options:\nCPU: x\nGPU: y\nMinimum: 1", "CPU,GPU >=1"),
        ("Success. - **true**: it is - **false**: it is not", "true,false"),
        (
            "Format. Options:\n- **Default**: default format\n- **Other**",
            "Default,Other",
        ),
        ("Stop type.\n- timing: stops\n- idle: stops when idle", "timing,idle"),
        ("Search mode.\n- **max**: most (x)\n- **min**", "max,min"),
        ("Parameters of it:\n- **start**: x\n- **end**: y", ""),
        ("Path.\n- If **type** is **a**, it is a path.\n- Else it is not.", ""),
        ("Path. Options:\n- If **type** is **a**, it is a path.", ""),
        ("Phase. Options for **Status**:\n- **normal**: x", "normal"),
        ("Order. The value can be **asc** (up) or **desc** (down).", "asc,desc"),
        ("Kind. The value is fixed at **Plugin** and cannot change.", "Plugin"),
        // Numbers.
        ("The maximum value is 4,096 GB.", "<=4096"),
        ("The value ranges from 5 to 1,024, in minutes.", ">=5 <=1024"),
        ("The default value is 5 GB for one and 50 GB for two.", ""),
        ("The default value is 15 minutes.", "=15"),
        // Lists that are lost.
        ("State. Options:", "LIST LOST"),
        ("State. The options are as follows:\nMinimum: 1", ">=1 LIST LOST"),
        ("Options: on or off", "LIST LOST"),
        // Labelled blocks, in paragraphs and in one run.
        (
            "**Definition**: X.\n**Constraints**: N/A\n**Range**:\n- **v2**\n**Default Value**: N/A",
            "v2",
        ),
        ("Definition: X. Constraints: N/A Range: Default Value: N/A", "LIST LOST"),
        (
            "Definition: X. Constraints: N/A Range: The options are as follows: Default Value: 0",
            "=0 LIST LOST",
        ),
        ("Definition: X. Constraints: N/A Range: N/A Default Value: N/A", ""),
        (
            "Definition: X, of the IP Range: y. Constraints: N/A Range: N/A Default Value: 3",
            "=3",
        ),
        (
            "Definition: X. The default value is 0. Range: N/A Default Value: 5",
            "=5",
        ),
        (
            "Definition: X. The default value is 0. Range: N/A Default Value: N/A",
            "=0",
        ),
        ("Constraints: N/A Range: N/A Default Value: N/A", "DEFINITION LOST"),
        ("- Definition: X\n- *Range: N/A\n- Default Value: false", "=false"),
        (
            "**参数解释** ：名称。**约束限制**：不涉及。**取值范围**：不涉及。**默认取值**：3。",
            "=3",
        ),
        (
            "**参数解释**：名称。\n**取值范围**：\n- **a**：甲\n**默认取值**：不涉及。",
            "a",
        ),
        ("Definition\nRange:\nN/A", ""),
    ] {
        assert_eq!(facts(source)?, expected, "{source}");
    }
    Ok(())
}
