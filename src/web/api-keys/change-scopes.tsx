import { dashboard } from '../api/dashboard.ts';
import { useRefreshKeys } from '../api/keys-query.ts';
import type { ApiKey } from '../api/resources.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Form } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';
import { chosenScopes, ScopeChoice, widest } from './scope-choice.tsx';

export function ChangeScopes({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const refresh = useRefreshKeys();
  const change = async (values: FormData) => {
    const body = { scopes: chosenScopes(values) };
    await dashboard('PATCH', '/api-keys/{key_id}', { params: { key_id: apiKey.id }, body });
    await refresh();
    announce(`“${apiKey.name}” may now ${body.scopes.join(', ')}`);
    onClose();
  };
  return (
    <Dialog
      title={`Scopes of “${apiKey.name}”`}
      description="They count from its next request; agents are told that their tools have changed."
      onClose={onClose}
    >
      <Form submit={change} className="space-y-4">
        {({ pending, wrong }) => (
          <>
            <ScopeChoice preset={widest(apiKey.scopes)} error={wrong('scopes')} />
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" pending={pending}>
                Save scopes
              </Button>
            </div>
          </>
        )}
      </Form>
    </Dialog>
  );
}
