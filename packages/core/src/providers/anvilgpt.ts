import { openWebUI } from './open-webui.ts';

/** AnvilGPT at Purdue's Rosen Center, an Open WebUI. Source: its API page, https://www.rcac.purdue.edu. */
export const anvilgpt = openWebUI.extend({
  name: 'anvilgpt',
  label: 'AnvilGPT',
  baseURL: 'https://anvilgpt.rcac.purdue.edu/api',
  apiKeyEnv: 'ANVILGPT_API_KEY',
});
