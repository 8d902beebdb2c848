import { cancelBatch, createBatch, listBatches, retrieveBatch } from '../batches/batch-handlers.ts';
import { createChatCompletion } from '../chat/create-chat-completion.ts';
import { deleteChat, listChatMessages, listChats, retrieveChat, updateChat } from '../chat/stored-chat.ts';
import {
  addConversationItems,
  createConversation,
  deleteConversation,
  deleteConversationItem,
  listConversationItems,
  retrieveConversation,
  retrieveConversationItem,
  updateConversation,
} from '../conversations/conversation-handlers.ts';
import { createEmbedding } from '../embeddings/create-embedding.ts';
import { type Route, route } from '../exchange/route.ts';
import { createFile, deleteFile, fileContent, listFiles, retrieveFile } from '../files/file-handlers.ts';
import { createJob } from '../jobs/create-job.ts';
import {
  cancelJob,
  listCheckpoints,
  listJobEvents,
  listJobs,
  pauseJob,
  resumeJob,
  retrieveJob,
} from '../jobs/job-handlers.ts';
import { deleteModel, listModels, retrieveModel } from '../models/model-handlers.ts';
import { createModeration } from '../moderations/create-moderation.ts';
import { countInputTokens } from '../responses/count-input-tokens.ts';
import { createResponse } from '../responses/create-response.ts';
import { cancelResponse, deleteResponse, listInputItems, retrieveResponse } from '../responses/response-handlers.ts';
import { addPart, cancelUpload, completeUpload, createUpload } from '../uploads/upload-handlers.ts';

const CHAT: readonly Route[] = [
  route('POST', '/chat/completions', createChatCompletion),
  route('GET', '/chat/completions', listChats),
  route('GET', '/chat/completions/{id}', retrieveChat),
  route('POST', '/chat/completions/{id}', updateChat),
  route('DELETE', '/chat/completions/{id}', deleteChat),
  route('GET', '/chat/completions/{id}/messages', listChatMessages),
];

const MODELS: readonly Route[] = [
  route('GET', '/models', listModels),
  route('GET', '/models/{model}', retrieveModel),
  route('DELETE', '/models/{model}', deleteModel),
];

const RESPONSES: readonly Route[] = [
  route('POST', '/responses', createResponse),
  route('POST', '/responses/input_tokens', countInputTokens),
  route('GET', '/responses/{id}', retrieveResponse),
  route('DELETE', '/responses/{id}', deleteResponse),
  route('POST', '/responses/{id}/cancel', cancelResponse),
  route('GET', '/responses/{id}/input_items', listInputItems),
  route('POST', '/conversations', createConversation),
  route('GET', '/conversations/{id}', retrieveConversation),
  route('POST', '/conversations/{id}', updateConversation),
  route('DELETE', '/conversations/{id}', deleteConversation),
  route('POST', '/conversations/{id}/items', addConversationItems),
  route('GET', '/conversations/{id}/items', listConversationItems),
  route('GET', '/conversations/{id}/items/{item}', retrieveConversationItem),
  route('DELETE', '/conversations/{id}/items/{item}', deleteConversationItem),
];

const FILES: readonly Route[] = [
  route('POST', '/files', createFile),
  route('GET', '/files', listFiles),
  route('GET', '/files/{id}', retrieveFile),
  route('DELETE', '/files/{id}', deleteFile),
  route('GET', '/files/{id}/content', fileContent),
  route('POST', '/uploads', createUpload),
  route('POST', '/uploads/{id}/parts', addPart),
  route('POST', '/uploads/{id}/complete', completeUpload),
  route('POST', '/uploads/{id}/cancel', cancelUpload),
];

const FINE_TUNING: readonly Route[] = [
  route('POST', '/fine_tuning/jobs', createJob),
  route('GET', '/fine_tuning/jobs', listJobs),
  route('GET', '/fine_tuning/jobs/{id}', retrieveJob),
  route('POST', '/fine_tuning/jobs/{id}/cancel', cancelJob),
  route('POST', '/fine_tuning/jobs/{id}/pause', pauseJob),
  route('POST', '/fine_tuning/jobs/{id}/resume', resumeJob),
  route('GET', '/fine_tuning/jobs/{id}/events', listJobEvents),
  route('GET', '/fine_tuning/jobs/{id}/checkpoints', listCheckpoints),
];

const REST: readonly Route[] = [
  route('POST', '/embeddings', createEmbedding),
  route('POST', '/moderations', createModeration),
  route('POST', '/batches', createBatch),
  route('GET', '/batches', listBatches),
  route('GET', '/batches/{id}', retrieveBatch),
  route('POST', '/batches/{id}/cancel', cancelBatch),
];

/** Every endpoint of OpenAI's that is served. */
export const OPENAI_ROUTES: readonly Route[] = [...CHAT, ...MODELS, ...RESPONSES, ...FILES, ...FINE_TUNING, ...REST];

/** What GPT@JRC is known or may be expected to offer. */
export const JRC_ROUTES: readonly Route[] = [
  route('POST', '/chat/completions', createChatCompletion),
  route('GET', '/models', listModels),
  route('GET', '/models/{model}', retrieveModel),
  route('POST', '/embeddings', createEmbedding),
];
