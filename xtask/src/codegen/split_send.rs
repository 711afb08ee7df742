//! Splits `send` of each builder: what builds the request becomes `Call::request`, and `crate::call::send` does the rest.

use anyhow::{Context, Result, bail};
use quote::ToTokens;
use syn::{
    Expr, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, Pat, PathArguments, ReturnType, Stmt, Type,
    parse_quote,
    visit_mut::{VisitMut, visit_expr_mut},
};

/// Gives every builder in `items` an implementation of `Call`, which its `send` uses.
pub fn split_send(items: &mut Vec<Item>) -> Result<()> {
    let mut calls = Vec::new();
    for item in items.iter_mut() {
        let Item::Impl(block) = item else { continue };
        let builder = block.self_ty.to_token_stream().to_string().replace(' ', "");
        let operation = builder.split('<').next().unwrap_or_default().to_owned();
        let send = block.items.iter_mut().find_map(|item| match item {
            ImplItem::Fn(method) if method.sig.ident == "send" => Some(method),
            _ => None,
        });
        let send = send.with_context(|| format!("the builder {builder} has no `send`"))?;
        let call =
            split(send, &block.self_ty, &operation).with_context(|| format!("`send` of the builder {builder}"))?;
        calls.push(Item::Impl(call));
    }
    items.extend(calls);
    Ok(())
}

fn split(send: &mut ImplItemFn, builder: &Type, operation: &str) -> Result<ItemImpl> {
    let ReturnType::Type(_, output) = &send.sig.output else {
        bail!("it returns nothing");
    };
    let response = first_argument(output).and_then(first_argument).cloned();
    let response = response.context("it does not return `Result<ResponseValue<_>, _>`")?;
    let tail = parse_quote! {{ crate::call::send(self.client, self).await }};
    let mut statements = std::mem::replace(&mut send.block, tail).stmts;

    statements.truncate(declaration(&statements, "request")? + 1);
    // Into the URL from the start: reqwest would take it apart for each parameter, absent ones included.
    let queries = take_calls("query", &mut statements);
    let queries = queries.iter().map(|query| match query {
        Expr::Reference(lent) => &lent.expr,
        other => other,
    });
    let url = declaration(&statements, "url")?;
    // What it formats is a path, since `baseurl` of the client is the path of the base URL.
    statements.insert(url + 1, parse_quote! { let url = client.url(&url, [#(#queries),*])?; });
    drop_api_version(&mut statements)?;
    let decode: Expr = if matches!(&response, Type::Tuple(unit) if unit.elems.is_empty()) {
        // Whatever comes where nothing is documented.
        parse_quote! {{ let _ = body; Ok(()) }}
    } else {
        parse_quote! { crate::wire::from_body(&body.into()) }
    };
    Ok(parse_quote! {
        impl<'a> crate::Call for #builder {
            const OPERATION: &'static str = #operation;

            type Response = #response;

            fn request(self) -> Result<::reqwest::Request, Error<types::ErrorBody>> {
                #(#statements)*
                Ok(request)
            }

            fn decode(body: impl Into<crate::wire::Body>) -> ::serde_json::Result<#response> {
                #decode
            }
        }
    })
}

/// The first type argument of a type, such as `T` of `Result<T, E>`.
fn first_argument(of: &Type) -> Option<&Type> {
    let Type::Path(path) = of else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    })
}

/// Where a variable is declared.
fn declaration(statements: &[Stmt], name: &str) -> Result<usize> {
    let is_it = |statement: &Stmt| {
        let Stmt::Local(local) = statement else { return false };
        matches!(&local.pat, Pat::Ident(pattern) if pattern.ident == name)
    };
    let place = statements.iter().position(is_it);
    place.with_context(|| format!("it declares no `{name}`"))
}

/// Takes the calls of `method` out of the chain that builds the request, which is the last statement, and returns their
/// arguments.
fn take_calls(method: &str, statements: &mut [Stmt]) -> Vec<Expr> {
    let mut calls = TakeCalls {
        method,
        arguments: Vec::new(),
    };
    if let Some(request) = statements.last_mut() {
        calls.visit_stmt_mut(request);
    }
    calls.arguments
}

struct TakeCalls<'a> {
    method: &'a str,
    arguments: Vec<Expr>,
}

impl VisitMut for TakeCalls<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && call.method == self.method
        {
            self.arguments.extend(call.args.iter().cloned());
            *expr = (*call.receiver).clone();
        }
    }
}

/// Drops a header that progenitor adds to every request: the service has no such header, and a signature would cover it.
///
/// Where an operation has no other, the map of headers goes with it.
fn drop_api_version(statements: &mut Vec<Stmt>) -> Result<()> {
    let mentions = |statement: &Stmt, name| statement.to_token_stream().to_string().contains(name);
    let adds_it = |statement: &Stmt| !matches!(statement, Stmt::Local(_)) && mentions(statement, "\"api-version\"");
    let added = statements.iter().position(adds_it);
    statements.remove(added.context("it appends no header `api-version`")?);
    let map = declaration(statements, "header_map")?;
    let is_filled = |statement: &Stmt| !matches!(statement, Stmt::Local(_)) && mentions(statement, "header_map");
    if !statements.iter().any(is_filled) {
        statements.remove(map);
        take_calls("headers", statements);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A builder as progenitor writes it.
    const BUILDER: &str = r#"
        impl<'a> ListComets<'a> {
            pub async fn send(self) -> Result<ResponseValue<types::Comets>, Error<types::ErrorBody>> {
                let Self { client } = self;
                let url = format!("{}/v1/comets", client.baseurl);
                let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
                header_map.append("api-version", "1".parse()?);
                let mut request = client.client.get(url).headers(header_map).build()?;
                ResponseValue::from_response(client.exec(request).await?).await
            }
        }
    "#;

    #[test]
    fn a_builder_of_another_shape_is_an_error_that_names_it() {
        for (old, new, expected) in [
            ("fn send", "fn dispatch", "the builder ListComets<'a> has no `send`"),
            (
                "Result<ResponseValue<types::Comets>, Error<types::ErrorBody>>",
                "types::Comets",
                "it does not return `Result<ResponseValue<_>, _>`",
            ),
            ("let mut request", "let mut asked", "it declares no `request`"),
            ("let url", "let path", "it declares no `url`"),
            ("\"api-version\"", "\"version\"", "it appends no header `api-version`"),
            ("let mut header_map", "let mut map", "it declares no `header_map`"),
        ] {
            assert!(BUILDER.contains(old), "the builder does not hold {old}");
            let mut items = vec![syn::parse_str(&BUILDER.replacen(old, new, 1)).unwrap()];
            let error = format!("{:#}", split_send(&mut items).unwrap_err());
            let place = "`send` of the builder ListComets<'a>: ";
            assert_eq!(error.strip_prefix(place).unwrap_or(&error), expected);
        }
    }
}
