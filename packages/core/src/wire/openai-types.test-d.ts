import type * as batches from 'openai/resources/batches';
import type * as embeddings from 'openai/resources/embeddings';
import type * as files from 'openai/resources/files';
import type * as checkpoints from 'openai/resources/fine-tuning/jobs/checkpoints';
import type * as jobs from 'openai/resources/fine-tuning/jobs/jobs';
import type * as methods from 'openai/resources/fine-tuning/methods';
import type * as graders from 'openai/resources/graders/grader-models';
import type * as models from 'openai/resources/models';
import type * as moderations from 'openai/resources/moderations';
import type * as parts from 'openai/resources/uploads/parts';
import type * as uploads from 'openai/resources/uploads/uploads';
import type * as hosted from './hosted.ts';
import type * as ours from './index.ts';
import type { Proven, Same } from './same-type.test-d.ts';

export type FileTypesAreOpenAIs = Proven<{
  FileObject: Same<ours.FileObject, files.FileObject>;
  FilePurpose: Same<ours.FilePurpose, files.FilePurpose>;
  FileDeleted: Same<ours.FileDeleted, files.FileDeleted>;
  FileListParams: Same<ours.FileListParams, files.FileListParams>;
  FileExpiresAfter: Same<ours.FileExpiresAfter, files.FileCreateParams.ExpiresAfter>;
  Upload: Same<ours.Upload, uploads.Upload>;
  UploadCreateParams: Same<ours.UploadCreateParams, uploads.UploadCreateParams>;
  UploadCompleteParams: Same<ours.UploadCompleteParams, uploads.UploadCompleteParams>;
  UploadPart: Same<ours.UploadPart, parts.UploadPart>;
}>;

/** A job's status is the one field that differs: ours has `paused` too, which `pause` leads to. */
export type FineTuningTypesAreOpenAIs = Proven<{
  FineTuningJob: Same<Omit<ours.FineTuningJob, 'status'>, Omit<jobs.FineTuningJob, 'status'>>;
  'its status': Same<Exclude<ours.FineTuningJobStatus, 'paused'>, jobs.FineTuningJob['status']>;
  FineTuningJobError: Same<ours.FineTuningJobError, jobs.FineTuningJob.Error>;
  FineTuningJobEvent: Same<ours.FineTuningJobEvent, jobs.FineTuningJobEvent>;
  FineTuningJobIntegration: Same<ours.FineTuningJobIntegration, jobs.FineTuningJobIntegration>;
  FineTuningJobCheckpoint: Same<ours.FineTuningJobCheckpoint, checkpoints.FineTuningJobCheckpoint>;
  FineTuningMetrics: Same<ours.FineTuningMetrics, checkpoints.FineTuningJobCheckpoint.Metrics>;
  FineTuningMethod: Same<ours.FineTuningMethod, jobs.JobCreateParams.Method>;
  JobCreateParams: Same<ours.JobCreateParams, jobs.JobCreateParams>;
  JobListParams: Same<ours.JobListParams, jobs.JobListParams>;
  JobListEventsParams: Same<ours.JobListEventsParams, jobs.JobListEventsParams>;
  CheckpointListParams: Same<ours.CheckpointListParams, checkpoints.CheckpointListParams>;
  SupervisedHyperparameters: Same<ours.SupervisedHyperparameters, methods.SupervisedHyperparameters>;
  DpoHyperparameters: Same<ours.DpoHyperparameters, methods.DpoHyperparameters>;
  ReinforcementHyperparameters: Same<ours.ReinforcementHyperparameters, methods.ReinforcementHyperparameters>;
  ReinforcementMethod: Same<ours.ReinforcementMethod, methods.ReinforcementMethod>;
  StringCheckGrader: Same<hosted.StringCheckGrader, graders.StringCheckGrader>;
  TextSimilarityGrader: Same<hosted.TextSimilarityGrader, graders.TextSimilarityGrader>;
  PythonGrader: Same<hosted.PythonGrader, graders.PythonGrader>;
  ScoreModelGrader: Same<hosted.ScoreModelGrader, graders.ScoreModelGrader>;
  LabelModelGrader: Same<hosted.LabelModelGrader, graders.LabelModelGrader>;
  MultiGrader: Same<hosted.MultiGrader, graders.MultiGrader>;
}>;

export type OtherTypesAreOpenAIs = Proven<{
  Model: Same<ours.Model, models.Model>;
  ModelDeleted: Same<ours.ModelDeleted, models.ModelDeleted>;
  Embedding: Same<ours.Embedding, embeddings.Embedding>;
  CreateEmbeddingResponse: Same<ours.CreateEmbeddingResponse, embeddings.CreateEmbeddingResponse>;
  EmbeddingCreateParams: Same<ours.EmbeddingCreateParams, embeddings.EmbeddingCreateParams>;
  Moderation: Same<ours.Moderation, moderations.Moderation>;
  ModerationCreateParams: Same<ours.ModerationCreateParams, moderations.ModerationCreateParams>;
  ModerationCreateResponse: Same<ours.ModerationCreateResponse, moderations.ModerationCreateResponse>;
  Batch: Same<ours.Batch, batches.Batch>;
  BatchCreateParams: Same<ours.BatchCreateParams, batches.BatchCreateParams>;
  BatchError: Same<ours.BatchError, batches.BatchError>;
  BatchListParams: Same<ours.BatchListParams, batches.BatchListParams>;
}>;
