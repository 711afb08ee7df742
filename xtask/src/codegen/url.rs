//! How URLs are put together: the client reads its base once, instead of once for every request, and a query is written
//! in the form that is signed, instead of that of a form.

use anyhow::{Context, Result, bail};
use quote::ToTokens;
use syn::{
    Expr, ExprMacro, ExprStruct, Fields, ItemImpl, ItemStruct, LitStr, Stmt, Token, parse_quote,
    punctuated::Punctuated,
    visit_mut::{self, VisitMut},
};

use super::syntax::declares;

/// Gives the client a field for its base URL as it is read.
pub fn keep_base(client: &mut ItemStruct) -> Result<()> {
    match &mut client.fields {
        Fields::Named(fields) => fields.named.push(parse_quote! { pub(crate) base: crate::url::Base }),
        _ => bail!("the client has no fields with names"),
    }
    Ok(())
}

/// Fills that field where the client is made.
pub fn read_base(block: &mut ItemImpl) -> Result<()> {
    let mut reading = Reading { found: 0 };
    reading.visit_item_impl_mut(block);
    if reading.found != 1 {
        bail!("the client is made in {} places, instead of one", reading.found);
    }
    Ok(())
}

struct Reading {
    found: usize,
}

impl VisitMut for Reading {
    fn visit_expr_struct_mut(&mut self, made: &mut ExprStruct) {
        if made.path.is_ident("Self") {
            self.found += 1;
            made.fields.push(parse_quote! { base: crate::url::Base::of(baseurl) });
        }
    }
}

/// Puts the URL of a request together in `making`, and leaves it alone in the chain of calls that makes the request.
pub fn put_together(making: &mut Vec<Stmt>, request: &mut Expr) -> Result<()> {
    join_base(making)?;
    let mut taking = TakingQuery { parameters: Vec::new() };
    taking.visit_expr_mut(request);
    let mut parameters = taking.parameters;
    if !parameters.is_empty() {
        // The chain is read from its end.
        parameters.reverse();
        making.push(parse_quote! { let mut query = crate::url::Query::default(); });
        making.extend(parameters.iter().map(|parameter| -> Stmt {
            parse_quote! { query.add(#parameter).map_err(Error::InvalidRequest)?; }
        }));
        making.push(parse_quote! { let url = query.of(url); });
    }
    Ok(())
}

/// Removes each `.query(..)` from a chain of calls.
struct TakingQuery {
    parameters: Vec<Expr>,
}

impl VisitMut for TakingQuery {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        while let Expr::MethodCall(call) = expression
            && call.method == "query"
        {
            self.parameters.extend(call.args.first().cloned());
            *expression = (*call.receiver).clone();
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}

/// Makes of `format!("{}/v1/{}", client.baseurl, ..)` a path that is joined to the base.
fn join_base(making: &mut [Stmt]) -> Result<()> {
    let url = making.iter_mut().find(|statement| declares(statement, "url"));
    let init = url.and_then(|statement| match statement {
        Stmt::Local(local) => local.init.as_mut(),
        _ => None,
    });
    let init = init.context("no URL is put together")?;
    let Expr::Macro(ExprMacro { mac, .. }) = &*init.expr else {
        bail!("the URL is not put together by `format!`");
    };
    let mut arguments: Vec<Expr> = mac
        .parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)?
        .into_iter()
        .collect();
    if arguments.len() < 2 || arguments[1].to_token_stream().to_string().replace(' ', "") != "client.baseurl" {
        bail!("the URL does not begin with `client.baseurl`");
    }
    arguments.remove(1);
    let text: LitStr = syn::parse2(arguments.remove(0).to_token_stream())?;
    let text = text.value();
    let path = text
        .strip_prefix("{}")
        .context("the URL does not begin with the base")?;
    *init.expr = parse_quote! { client.base.join(&format!(#path, #(#arguments),*)).map_err(Error::InvalidRequest)? };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of these statements and this request, without white space.
    fn joined(making: &str, request: &str) -> Result<String> {
        let block: syn::Block = syn::parse_str(&format!("{{ {making} }}")).unwrap();
        let (mut making, mut request) = (block.stmts, syn::parse_str(request).unwrap());
        put_together(&mut making, &mut request)?;
        let code = quote::quote! { #(#making)* #request };
        Ok(code.to_string().replace(' ', ""))
    }

    #[test]
    fn a_path_is_joined_and_a_query_put_together_in_its_order() {
        let making = r#"let url = format!("{}/v1/{}", client.baseurl, encode_path(&project_id));"#;
        let code = joined(making, "client.get(url).query(&a).query(&b)").unwrap();
        assert_eq!(
            code,
            "leturl=client.base.join(&format!(\"/v1/{}\",encode_path(&project_id))).map_err(Error::InvalidRequest)?;\
             letmutquery=crate::url::Query::default();\
             query.add(&a).map_err(Error::InvalidRequest)?;\
             query.add(&b).map_err(Error::InvalidRequest)?;\
             leturl=query.of(url);\
             client.get(url)"
        );
    }

    #[test]
    fn a_url_that_is_made_in_another_way_is_refused() {
        let base = "the URL does not begin with `client.baseurl`";
        for (making, expected) in [
            ("let path = 1;", "no URL is put together"),
            ("let url;", "no URL is put together"),
            ("let url = base + path;", "the URL is not put together by `format!`"),
            (r#"let url = format!("/v1");"#, base),
            (r#"let url = format!("{}/v1", self.baseurl);"#, base),
            (
                r#"let url = format!("/v1/{}", client.baseurl);"#,
                "the URL does not begin with the base",
            ),
        ] {
            let error = joined(making, "client.get(url)").unwrap_err();
            assert_eq!(format!("{error:#}"), expected, "{making}");
        }
    }

    #[test]
    fn a_client_of_another_shape_is_refused() {
        let error = keep_base(&mut parse_quote! { pub struct Client(String); }).unwrap_err();
        assert_eq!(error.to_string(), "the client has no fields with names");
        for (body, places) in [("Client::default()", 0), ("if a { Self { b } } else { Self { c } }", 2)] {
            let code = format!("impl Client {{ pub fn new(baseurl: &str) -> Self {{ {body} }} }}");
            let error = read_base(&mut syn::parse_str(&code).unwrap()).unwrap_err();
            let expected = format!("the client is made in {places} places, instead of one");
            assert_eq!(error.to_string(), expected);
        }
    }
}
