import { useQuery } from '@tanstack/react-query';
import { isNotThere } from '../api/problem.ts';
import { v2 } from '../api/v2.ts';
import { useShowChanges } from '../changes/changes.ts';
import { Button } from '../design/button.tsx';
import { Card } from '../design/card.tsx';
import { TextField } from '../design/field.tsx';
import { Form, textOf } from '../design/form.tsx';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { announce } from '../design/toasts.tsx';
import { useMay } from '../session/session.tsx';

/** How many posts of an account are followed, where the account has no limit of its own. */
export function ScrapingSettings() {
  const writes = useMay('member');
  const show = useShowChanges();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: async ({ signal }) => (await v2('GET', '/settings', { signal })).data,
  });
  const save = async (values: FormData) => {
    const body = {
      max_recent_posts_per_account: limitOf(textOf(values, 'max_recent_posts_per_account')),
      post_lookback_days: limitOf(textOf(values, 'post_lookback_days')),
    };
    await v2('PATCH', '/settings', { body });
    announce('The defaults are saved');
    await show();
  };
  if (isNotThere(settings.error)) return null;
  return (
    <Card title="Posts that are followed">
      {settings.isPending && <LoadingLines lines={3} />}
      {settings.isError && <ErrorState error={settings.error} retry={() => void settings.refetch()} />}
      {settings.isSuccess && (
        <Form submit={save} className="space-y-4">
          {({ pending, wrong }) => (
            <>
              <TextField
                label="Newest posts per account"
                name="max_recent_posts_per_account"
                type="number"
                min={1}
                max={10_000}
                disabled={!writes}
                placeholder="no limit"
                defaultValue={settings.data.max_recent_posts_per_account ?? ''}
                hint="Empty: all of them."
                error={wrong('max_recent_posts_per_account')}
              />
              <TextField
                label="Days to look back"
                name="post_lookback_days"
                type="number"
                min={1}
                max={3650}
                disabled={!writes}
                placeholder="no limit"
                defaultValue={settings.data.post_lookback_days ?? ''}
                hint="Empty: however old they are."
                error={wrong('post_lookback_days')}
              />
              {writes && (
                <Button type="submit" look="primary" pending={pending}>
                  Save defaults
                </Button>
              )}
            </>
          )}
        </Form>
      )}
    </Card>
  );
}

function limitOf(text: string): number | null {
  return text === '' ? null : Number(text);
}
