//! Writes the recorded pages `openapi/docs/*/*.json` as OpenAPI documents `openapi/pages/*/*.yaml`.

use std::{error::Error, fs, path::Path};

use docpages::{Form, Page};

fn main() -> Result<(), Box<dyn Error>> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi");
    for operation in fs::read_dir(specs.join("docs"))? {
        for file in fs::read_dir(operation?.path())? {
            let recorded: serde_json::Value = serde_json::from_str(&fs::read_to_string(file?.path())?)?;
            let form: Form = serde_json::from_value(recorded["form"].clone())?;
            let page: Page = serde_json::from_value(recorded["page"].clone())?;
            let mut document = docpages::document(form, &page);
            document["info"]["version"] = recorded["edition"].clone();
            let folder = specs
                .join("pages")
                .join(recorded["operation"].as_str().unwrap_or_default());
            fs::create_dir_all(&folder)?;
            let edition = recorded["edition"].as_str().unwrap_or_default();
            fs::write(folder.join(format!("{edition}.yaml")), docpages::to_yaml(&document))?;
        }
    }
    Ok(())
}
