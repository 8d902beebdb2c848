import { createContext, useContext } from 'react';

/** A service the page can talk to, as the server lists it. */
export interface Provider {
  readonly id: string;
  readonly label: string;
  readonly offline: boolean;
  readonly defaultModel: string;
  /** Whether it stores files. */
  readonly files: boolean;
  /** Whether it trains models on them. */
  readonly fineTuning: boolean;
}

/** Which service and model everything on the page goes to. */
export interface Service {
  readonly providers: readonly Provider[];
  readonly provider: Provider;
  readonly models: readonly string[];
  readonly model: string;
  setProvider(id: string): void;
  setModel(model: string): void;
  /** Asks for the models again, after one was trained. */
  refreshModels(): void;
}

/** The service every tab reads. */
export const ServiceContext = createContext<Service | undefined>(undefined);

/** The service in use. */
export function useService(): Service {
  const service = useContext(ServiceContext);
  if (service === undefined) throw new Error('useService is called outside ServiceContext');
  return service;
}
