//! Parts `send` of each builder in two, so that what sends a request can be another: what makes the request, and what
//! reads the response.

use anyhow::{Context, Result, bail};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, ExprMethodCall, ExprTry, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, Local, PathArguments,
    ReturnType, Stmt, Type, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::{syntax::declares, url};

/// A header that the generator adds to every request. The service knows no such header, and a signature would cover it.
const FOREIGN_HEADER: &str = "api-version";

/// The map that the generator puts such headers into.
const HEADERS: &str = "header_map";

/// Gives every builder in `items` an implementation of `Call`, and lets its `send` go by that.
pub fn part(items: &mut Vec<Item>) -> Result<()> {
    let mut calls = Vec::new();
    for item in items.iter_mut() {
        let Item::Impl(block) = item else { continue };
        let builder = &block.self_ty.to_token_stream().to_string().replace(' ', "");
        let send = block.items.iter_mut().find_map(|item| match item {
            ImplItem::Fn(method) if method.sig.ident == "send" => Some(method),
            _ => None,
        });
        let send = send.with_context(|| format!("the builder {builder} has no `send`"))?;
        let call = call(send, &block.self_ty).with_context(|| format!("`send` of the builder {builder}"))?;
        calls.push(Item::Impl(call));
    }
    items.extend(calls);
    Ok(())
}

/// Takes the making of the request out of `send`.
fn call(send: &mut ImplItemFn, builder: &Type) -> Result<ItemImpl> {
    let response = response(&send.sig.output).context("it does not return a response value")?;
    let statements = &mut send.block.stmts;
    let built = statements.iter().position(|statement| declares(statement, "request"));
    let built = built.context("no request is built in it")?;
    let after = statements.split_off(built + 1);
    let mut making = std::mem::replace(
        statements,
        parse_quote! {
            let client = self.client;
            let mut request = crate::Call::request(self)?;
        },
    );
    statements.extend(after);
    let mut decoding = Decoding { replaced: 0 };
    decoding.visit_block_mut(&mut send.block);
    if decoding.replaced != 1 {
        bail!("{} of its statuses are successes, instead of one", decoding.replaced);
    }
    let Some(Stmt::Local(Local { init: Some(init), .. })) = making.pop() else {
        bail!("the request has no value");
    };
    let mut request = unbuilt(*init.expr)?;
    remove_foreign_header(&mut making, &mut request)?;
    url::put_together(&mut making, &mut request)?;
    Ok(parse_quote! {
        impl<'a> crate::Call for #builder {
            type Response = #response;

            fn request(self) -> Result<::reqwest::Request, Error<types::ApiError>> {
                #(#making)*
                Ok(#request.build()?)
            }

            fn decode(text: &str) -> ::serde_json::Result<#response> {
                ::serde_json::from_str(text)
            }
        }
    })
}

/// `T` of `Result<ResponseValue<T>, _>`.
fn response(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, output) = output else {
        return None;
    };
    first_argument(output, "Result").and_then(|value| first_argument(&value, "ResponseValue"))
}

fn first_argument(of: &Type, name: &str) -> Option<Type> {
    let Type::Path(path) = of else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(argument) => Some(argument.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// What stands before `.build()?`.
fn unbuilt(expression: Expr) -> Result<Expr> {
    if let Expr::Try(ExprTry { expr, .. }) = expression
        && let Expr::MethodCall(ExprMethodCall { method, receiver, .. }) = *expr
        && method == "build"
    {
        return Ok(*receiver);
    }
    bail!("the request does not end in `.build()?`");
}

/// Takes the foreign header away, and the map with it where nothing else is in it.
fn remove_foreign_header(making: &mut Vec<Stmt>, request: &mut Expr) -> Result<()> {
    let before = making.len();
    making.retain(|statement| !(is_about_headers(statement) && mentions(statement, FOREIGN_HEADER)));
    if making.len() + 1 != before {
        bail!("the header {FOREIGN_HEADER} is not added to it; remove what removes it");
    }
    if making.iter().filter(|statement| is_about_headers(statement)).count() == 1 {
        making.retain(|statement| !is_about_headers(statement));
        WithoutHeaders.visit_expr_mut(request);
    }
    Ok(())
}

fn is_about_headers(statement: &Stmt) -> bool {
    names(statement.to_token_stream(), HEADERS)
}

/// Whether that name stands anywhere in the code, as a whole.
fn names(code: TokenStream, name: &str) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => names(group.stream(), name),
        _ => false,
    })
}

fn mentions(statement: &Stmt, text: &str) -> bool {
    statement.to_token_stream().to_string().contains(text)
}

/// Removes `.headers(header_map)` from a chain of calls.
struct WithoutHeaders;

impl VisitMut for WithoutHeaders {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::MethodCall(call) = expression
            && call.method == "headers"
        {
            *expression = (*call.receiver).clone();
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}

/// Lets the status of a success decode by `Call`, and so in one way whoever sends the request.
struct Decoding {
    replaced: usize,
}

impl VisitMut for Decoding {
    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        let body = arm.body.to_token_stream().to_string().replace([' ', '{', '}'], "");
        if body == "ResponseValue::from_response(response).await" {
            self.replaced += 1;
            *arm.body = parse_quote! { crate::call::success(response, <Self as crate::Call>::decode).await };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A builder as the generator makes them.
    const BUILDER: &str = r#"
        impl<'a> ListComets<'a> {
            pub fn limit(self) -> Self { self }
            pub async fn send(self) -> Result<ResponseValue<types::Comets>, Error<types::ApiError>> {
                let Self { client } = self;
                let url = format!("{}/v1/comets", client.baseurl);
                let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
                header_map.append("api-version", "1".parse()?);
                let mut request = client.client.get(url).headers(header_map).build()?;
                let response = client.exec(request).await?;
                match response.status().as_u16() {
                    200u16 => ResponseValue::from_response(response).await,
                    _ => Err(Error::UnexpectedResponse(response)),
                }
            }
        }
    "#;

    const ADDED: &str = "header_map.append(\"api-version\", \"1\".parse()?);";

    /// What comes of it with `old` replaced, without white space.
    fn parted(old: &str, new: &str) -> Result<String> {
        assert!(BUILDER.contains(old), "the builder does not hold {old}");
        let mut items = vec![syn::parse_str(&BUILDER.replacen(old, new, 1)).unwrap()];
        part(&mut items)?;
        let code: String = items.iter().map(|item| item.to_token_stream().to_string()).collect();
        Ok(code.replace(' ', ""))
    }

    #[test]
    fn a_foreign_header_goes_with_the_map_that_held_nothing_else() {
        let code = parted("", "").unwrap();
        assert!(!code.contains(FOREIGN_HEADER) && !code.contains(HEADERS), "{code}");
        assert!(code.contains("Ok(client.client.get(url).build()?)"), "{code}");
    }

    #[test]
    fn a_header_that_an_operation_has_keeps_the_map() {
        for kept in [
            "header_map.append(\"X-Kept\", value);",
            "if let Some(value) = &kept { header_map.append(\"X-Kept\", value); }",
        ] {
            let code = parted(ADDED, &format!("{ADDED} {kept}")).unwrap();
            assert!(!code.contains(FOREIGN_HEADER), "{code}");
            assert!(
                code.contains("letmutheader_map=") && code.contains(".headers(header_map)"),
                "{code}"
            );
            assert!(code.contains(&kept.replace(' ', "")), "{code}");
        }
    }

    #[test]
    fn another_name_that_begins_alike_is_another() {
        let other = "header_mapping.insert(\"header_map\");";
        let code = parted(ADDED, &format!("{ADDED} {other}")).unwrap();
        assert!(
            code.contains(&other.replace(' ', "")) && !code.contains(".headers("),
            "{code}"
        );
    }

    #[test]
    fn a_builder_of_another_shape_is_named_with_what_it_lacks() {
        let success = "200u16 => ResponseValue::from_response(response).await,";
        let two = format!("{success} {}", success.replace("200", "201"));
        let statement = "let mut request = client.client.get(url).headers(header_map).build()?;";
        for (old, new, expected) in [
            ("fn send", "fn dispatch", "the builder ListComets<'a> has no `send`"),
            (
                "ResponseValue<types::Comets>",
                "types::Comets",
                "it does not return a response value",
            ),
            ("let mut request", "let mut asked", "no request is built in it"),
            (statement, "let request;", "the request has no value"),
            (".build()?", "", "the request does not end in `.build()?`"),
            (success, "", "0 of its statuses are successes, instead of one"),
            (success, &two, "2 of its statuses are successes, instead of one"),
            (
                ADDED,
                "",
                "the header api-version is not added to it; remove what removes it",
            ),
        ] {
            let error = format!("{:#}", parted(old, new).unwrap_err());
            let place = "`send` of the builder ListComets<'a>: ";
            assert_eq!(error.strip_prefix(place).unwrap_or(&error), expected);
            assert!(error.contains("the builder ListComets<'a>"), "{error}");
        }
    }
}
