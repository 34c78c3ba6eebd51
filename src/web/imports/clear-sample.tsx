import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dashboard } from '../api/dashboard.ts';
import { Button } from '../design/button.tsx';
import { Confirm } from '../design/confirm.tsx';
import { Notice } from '../design/notice.tsx';
import { announce } from '../design/toasts.tsx';

/** Why nothing can be imported as long as the numbers are invented, and the button that ends that. */
export function ClearSample() {
  const [isAsking, setAsking] = useState(false);
  const client = useQueryClient();
  const clear = async () => {
    await dashboard('DELETE', '/sample-data', {});
    announce('The sample data is cleared');
    await client.invalidateQueries();
  };
  return (
    <>
      <Notice tone="warn" action={<Button onClick={() => setAsking(true)}>Clear sample data</Button>}>
        This organization holds invented sample data. Clear it before you import your own numbers.
      </Notice>
      {isAsking && (
        <Confirm title="Clear the sample data?" verb="Clear sample data" act={clear} onClose={() => setAsking(false)}>
          <p className="text-muted">
            All accounts, creators and videos of this organization go, with their numbers. The key of the first start
            works no more.
          </p>
        </Confirm>
      )}
    </>
  );
}
