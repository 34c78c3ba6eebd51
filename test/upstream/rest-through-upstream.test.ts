import './behind.ts';
import '../api/every-operation.test.ts';
import '../api/idempotency.test.ts';
import '../api/links.test.ts';
import '../api/usage-key-names.test.ts';
import '../tenants/operations.test.ts';
