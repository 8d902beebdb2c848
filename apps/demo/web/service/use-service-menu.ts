import { useEffect, useState } from 'react';
import { requestJson } from './request-json.ts';
import type { Provider, Service } from './service-context.ts';
import { readableError, type ServiceError } from './service-error.ts';
import { useModels } from './use-models.ts';

/** The menu of services and models, loaded from the server; a choice of model survives a change of service if it can. */
export function useServiceMenu(): { service: Service | undefined; error: ServiceError | undefined } {
  const [providers, setProviders] = useState<readonly Provider[]>([]);
  const [providerId, setProvider] = useState('offline');
  const [chosen, setModel] = useState('');
  const [error, setError] = useState<ServiceError>();

  useEffect(() => {
    requestJson<{ data: Provider[] }>('/api/providers').then(
      ({ data }) => setProviders(data),
      (thrown: unknown) => setError(readableError(thrown)),
    );
  }, []);

  const provider = providers.find(({ id }) => id === providerId) ?? providers[0];
  const { models, refreshModels } = useModels(provider?.id);
  if (provider === undefined) return { service: undefined, error };
  // A service without a list takes whatever name is written, and the menu's own where none is.
  const isKnown = models.includes(chosen) || (models.length === 0 && chosen !== '');
  const model = isKnown ? chosen : provider.defaultModel;
  return { service: { providers, provider, models, model, setProvider, setModel, refreshModels }, error };
}
