/** Why a request leads nowhere, for the page that says so to whoever looks at the browser. */
export type RefusedRequest = 'unknown_app' | 'wrong_redirect' | 'wrong_request' | 'too_many';
