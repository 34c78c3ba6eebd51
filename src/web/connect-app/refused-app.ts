import type { RefusedRequest } from '../../oauth/authorize/refused-request.ts';

const texts: Readonly<Record<RefusedRequest, string>> = {
  unknown_app:
    'This server does not know the app that sent you here. Disconnect it there and connect it again: it then introduces itself anew.',
  wrong_redirect:
    'The app wants the answer at an address that it has not named before, so nothing was sent there. Connect it again; if that does not help, it is not the app that it says it is.',
  wrong_request: 'The app asked in a way that this server does not take. A newer version of it may help.',
  too_many: 'Too many such requests come from your network. Wait a minute, then start again in the app.',
};

/** Why an app's request led nowhere, in words of ours. */
export function whyRefusedApp(code: string): string {
  return isKnown(code) ? texts[code] : 'Nothing came of the request. Start again in the app.';
}

function isKnown(code: string): code is RefusedRequest {
  return Object.hasOwn(texts, code);
}
