/** RFC 2606: nobody has an address there, so a sign-in name is never taken for one. */
const domain = 'sign-in.invalid';

/** What somebody signs in by who has lost the address. */
export function signInName(address: string, random: string): string {
  const [local = ''] = address.split('@');
  return `${local.slice(0, 40)}-${random}@${domain}`;
}

/** Whether that is a sign-in name in place of an address. */
export function isSignInName(email: string): boolean {
  return email.endsWith(`@${domain}`);
}
