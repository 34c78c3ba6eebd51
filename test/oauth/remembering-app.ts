/** What the clients of both lines of the SDK ask of an app: to remember, and to open a browser. */
export class RememberingApp<Registered, Tokens> {
  tokensNow: Tokens | undefined;
  asked: URL | undefined;
  #registered: Registered | undefined;
  #verifier = '';
  readonly redirectUrl = 'http://127.0.0.1:9/callback';
  readonly clientMetadata: {
    client_name: string;
    redirect_uris: string[];
    grant_types: string[];
    response_types: string[];
  };

  constructor(name: string) {
    this.clientMetadata = {
      client_name: name,
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    };
  }

  clientInformation = () => this.#registered;
  saveClientInformation = (given: Registered) => {
    this.#registered = given;
  };
  tokens = () => this.tokensNow;
  saveTokens = (tokens: Tokens) => {
    this.tokensNow = tokens;
  };
  redirectToAuthorization = (url: URL) => {
    this.asked = url;
  };
  forgetAsked = () => {
    this.asked = undefined;
  };
  saveCodeVerifier = (verifier: string) => {
    this.#verifier = verifier;
  };
  codeVerifier = () => this.#verifier;
}
