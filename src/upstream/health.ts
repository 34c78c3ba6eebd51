import type { OpenApi, Reply } from '../contract/port.ts';

export type UpstreamHealth = NonNullable<Reply<'get_health'>['body']['data']['upstream']>;

/**
 * Our own health with the upstream's state beside it. An upstream in trouble does not make this server unready: a
 * balancer that took it away would only hide the clear errors.
 */
export function withUpstreamHealth(
  own: OpenApi['get_health'],
  upstream: () => Promise<UpstreamHealth>,
  isSample: () => boolean,
): OpenApi['get_health'] {
  return async (input, call) => {
    const { status, body } = await own(input, call);
    // Sample data that this database still holds is not served.
    return { status, body: { data: { ...body.data, sample_data: isSample(), upstream: await upstream() } } };
  };
}
