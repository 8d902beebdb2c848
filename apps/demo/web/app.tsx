import { useState } from 'react';
import { ChatTab } from './chat/chat-tab.tsx';
import { FilesTab } from './files/files-tab.tsx';
import { FineTuningTab } from './fine-tuning/fine-tuning-tab.tsx';
import { Masthead } from './layout/masthead.tsx';
import { Notice } from './layout/notice.tsx';
import { type TabName, Tabs, tabInAddress } from './layout/tabs.tsx';
import { ServiceContext } from './service/service-context.ts';
import { useServiceMenu } from './service/use-service-menu.ts';
import { TokensTab } from './tokens/tokens-tab.tsx';

const PANELS: Readonly<Record<TabName, (state: TabState) => React.ReactNode>> = {
  Chat: ({ shown }) => <ChatTab shown={shown} />,
  Files: ({ shown, setUploaded }) => <FilesTab shown={shown} onUploaded={setUploaded} />,
  'Fine-tuning': ({ shown, uploaded }) => <FineTuningTab shown={shown} uploaded={uploaded} />,
  Tokens: ({ shown }) => <TokensTab shown={shown} />,
};

interface TabState {
  readonly shown: boolean;
  readonly uploaded: string | undefined;
  setUploaded(fileId: string): void;
}

/** The whole page: one masthead, four tabs that keep their state while another is shown. */
export function App() {
  const { service, error } = useServiceMenu();
  const [tab, setTab] = useState(tabInAddress);
  const [uploaded, setUploaded] = useState<string>();
  if (service === undefined) {
    return (
      <main className="page">
        {error && <Notice error={error} action="Load again" onAction={() => window.location.reload()} />}
      </main>
    );
  }
  return (
    <ServiceContext value={service}>
      <div className="page">
        <Masthead />
        <main>
          <Tabs
            chosen={tab}
            onChoose={(name) => {
              setTab(name);
              window.history.replaceState(null, '', `#${name.toLowerCase()}`);
            }}
            panel={(name) => PANELS[name]({ shown: name === tab, uploaded, setUploaded })}
          />
        </main>
        <footer className="colophon">
          <p>
            Everything on this page runs in one process on this machine. Offline answers come from a small engine that
            says so; it is not a language model.
          </p>
        </footer>
      </div>
    </ServiceContext>
  );
}
