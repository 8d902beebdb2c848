// First, since what comes after formats numbers while it loads.
import './layout/known-language.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './style/index.css';

createRoot(document.getElementById('root') as HTMLElement).render(<App />);
