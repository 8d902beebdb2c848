import { useCallback, useEffect, useRef, useState } from 'react';
import { requestJson } from './request-json.ts';

/** The chat models of a service; empty until they are known, and for a service that lists none. */
export function useModels(provider: string | undefined) {
  const [models, setModels] = useState<readonly string[]>([]);
  const wanted = useRef(provider);
  wanted.current = provider;

  const refreshModels = useCallback(() => {
    if (provider === undefined) return;
    // What arrives for a service that is no longer chosen is dropped.
    const choose = (data: readonly string[]) => {
      if (wanted.current === provider) setModels(data);
    };
    requestJson<{ data: string[] }>(`/api/models?provider=${provider}`).then(
      ({ data }) => choose(data),
      () => choose([]),
    );
  }, [provider]);
  useEffect(refreshModels, [refreshModels]);

  return { models, refreshModels };
}
