import { useCallback, useEffect, useState } from 'react';
import { Notice } from '../layout/notice.tsx';
import { requestJson } from '../service/request-json.ts';
import { readableError, type ServiceError } from '../service/service-error.ts';
import { DailyQuota } from './daily-quota.tsx';
import { ShownToken } from './shown-token.tsx';
import type { NewToken, TokenInfo } from './token.ts';
import { TokenForm, type TokenOrder } from './token-form.tsx';
import { TokenTable } from './token-table.tsx';

/** Tokens for the gateway on this server: bound to a project, with an end, revoked at once. */
export function TokensTab({ shown }: { readonly shown: boolean }) {
  const [project, setProject] = useState('demo');
  const [tokens, setTokens] = useState<readonly TokenInfo[]>([]);
  const [made, setMade] = useState<NewToken>();
  const [error, setError] = useState<ServiceError>();

  const refresh = useCallback(
    () =>
      requestJson<{ data: TokenInfo[] }>('/api/tokens').then(
        ({ data }) => setTokens(data),
        (thrown: unknown) => setError(readableError(thrown)),
      ),
    [],
  );
  useEffect(() => {
    if (shown) void refresh();
  }, [shown, refresh]);

  const change = (work: Promise<unknown>) => {
    setError(undefined);
    work.then(refresh, (thrown: unknown) => setError(readableError(thrown)));
  };
  const request = (order: TokenOrder) => change(requestJson<NewToken>('/api/tokens', 'POST', order).then(setMade));
  const revoke = (id: string) => {
    if (made?.id === id) setMade(undefined);
    change(requestJson(`/api/tokens/${encodeURIComponent(id)}`, 'DELETE'));
  };

  return (
    <>
      <TokenForm project={project} onProject={setProject} onRequest={request} />
      {error && <Notice error={error} />}
      {made && <ShownToken made={made} onDone={() => setMade(undefined)} />}
      <DailyQuota project={project} shown={shown} />
      <section aria-labelledby="tokens-in-use">
        <h2 id="tokens-in-use">Tokens in use</h2>
        <TokenTable tokens={tokens} onRevoke={revoke} />
      </section>
    </>
  );
}
