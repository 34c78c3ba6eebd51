import { basePath } from '../api/base-path.ts';

/** The sign and the name. */
export function Logo() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <img src={`${basePath}/favicon.svg`} alt="" width={24} height={24} />
      CreatorAudit
    </span>
  );
}
