import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { announce } from '../design/toasts.tsx';
import { NewPasswordField } from '../session/password-field.tsx';
import { useVisitor } from '../session/session.tsx';

export function ChangePassword() {
  const { person } = useVisitor();
  const client = useQueryClient();
  // Another key empties the fields after a success.
  const [round, setRound] = useState(0);
  const save = async (values: FormData) => {
    const body = {
      current_password: textOf(values, 'current_password'),
      new_password: textOf(values, 'new_password'),
    };
    await dashboard('POST', '/session/password', { body });
    void client.invalidateQueries({ queryKey: ['own-sessions'] });
    setRound(round + 1);
    announce('Your password is changed; you are signed out everywhere else');
  };
  return (
    <Card title="Your password">
      <Form key={round} submit={save} className="space-y-4">
        {({ pending, waiting, wrong }) => (
          <>
            <input type="hidden" name="username" autoComplete="username" value={person.email} readOnly />
            <TextField
              label="Current password"
              name="current_password"
              type="password"
              autoComplete="current-password"
              required
              error={wrong('current_password')}
            />
            <NewPasswordField label="New password" name="new_password" error={wrong('new_password')} />
            <Button type="submit" look="primary" pending={pending} disabled={waiting}>
              Change password
            </Button>
          </>
        )}
      </Form>
    </Card>
  );
}
