/** Who may call a tool: the model itself, or a program it wrote. */
export type ToolCallers = Array<'direct' | 'programmatic'> | null;

/** One comparison with a file's attribute. */
export interface ComparisonFilter {
  key: string;
  type: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin';
  value: string | number | boolean | Array<string | number>;
}

/** Several filters joined by `and` or `or`; they may hold further compound filters. */
export interface CompoundFilter {
  type: 'and' | 'or';
  filters: Array<ComparisonFilter | unknown>;
}

/** Searches files in vector stores. */
export interface FileSearchTool {
  type: 'file_search';
  vector_store_ids: string[];
  filters?: ComparisonFilter | CompoundFilter | null;
  /** 1 to 50. */
  max_num_results?: number;
  ranking_options?: {
    hybrid_search?: { embedding_weight: number; text_weight: number };
    ranker?: 'auto' | 'default-2024-11-15';
    /** 0 to 1. */
    score_threshold?: number;
  };
}

/** Where the user roughly is. */
export interface ApproximateLocation {
  city?: string | null;
  /** ISO 3166-1, two letters. */
  country?: string | null;
  region?: string | null;
  /** IANA: `Europe/Rome`. */
  timezone?: string | null;
}

/** Searches the web. */
export interface WebSearchTool {
  type: 'web_search' | 'web_search_2025_08_26';
  external_web_access?: boolean;
  filters?: { allowed_domains?: string[] | null } | null;
  /** @default 'medium' */
  search_context_size?: 'low' | 'medium' | 'high';
  user_location?: (ApproximateLocation & { type?: 'approximate' }) | null;
}

/** Searches the web; the older tool. */
export interface WebSearchPreviewTool {
  type: 'web_search_preview' | 'web_search_preview_2025_03_11';
  search_content_types?: Array<'text' | 'image'>;
  /** @default 'medium' */
  search_context_size?: 'low' | 'medium' | 'high';
  user_location?: (ApproximateLocation & { type: 'approximate' }) | null;
}

/** Uses a computer through screenshots. */
export interface ComputerTool {
  type: 'computer';
}

/** Uses a computer through screenshots; the older tool. Sizes are in pixels. */
export interface ComputerUsePreviewTool {
  type: 'computer_use_preview';
  display_height: number;
  display_width: number;
  environment: 'windows' | 'mac' | 'linux' | 'ubuntu' | 'browser';
}

/** Names tools of an MCP server. */
export interface McpToolFilter {
  read_only?: boolean;
  tool_names?: string[];
}

/** Tools of an MCP server, by its URL, one of OpenAI's connectors, or a tunnel. */
export interface McpTool {
  type: 'mcp';
  server_label: string;
  allowed_callers?: ToolCallers;
  allowed_tools?: string[] | McpToolFilter | null;
  /** An OAuth access token; never put it into a log. */
  authorization?: string;
  connector_id?:
    | 'connector_dropbox'
    | 'connector_gmail'
    | 'connector_googlecalendar'
    | 'connector_googledrive'
    | 'connector_microsoftteams'
    | 'connector_outlookcalendar'
    | 'connector_outlookemail'
    | 'connector_sharepoint';
  defer_loading?: boolean;
  headers?: { [name: string]: string } | null;
  /** @default 'always' */
  require_approval?: { always?: McpToolFilter; never?: McpToolFilter } | 'always' | 'never' | null;
  server_description?: string;
  server_url?: string;
  tunnel_id?: string;
}

/** A container without a network. */
export interface ContainerNetworkPolicyDisabled {
  type: 'disabled';
}

/** A value that a container's requests to one domain carry. */
export interface ContainerNetworkPolicyDomainSecret {
  domain: string;
  name: string;
  value: string;
}

/** A container that reaches these domains only. */
export interface ContainerNetworkPolicyAllowlist {
  type: 'allowlist';
  allowed_domains: string[];
  domain_secrets?: ContainerNetworkPolicyDomainSecret[];
}

/** What a container may have. */
export interface ContainerLimits {
  /** Files put into it. */
  file_ids?: string[];
  memory_limit?: '1g' | '4g' | '16g' | '64g' | null;
  network_policy?: ContainerNetworkPolicyDisabled | ContainerNetworkPolicyAllowlist;
}

/** Runs Python in a container: one by its id, or a new one. */
export interface CodeInterpreterTool {
  type: 'code_interpreter';
  container: string | (ContainerLimits & { type: 'auto' });
  allowed_callers?: ToolCallers;
}

/** Lets the model write programs that call the other tools. */
export interface ProgrammaticToolCallingTool {
  type: 'programmatic_tool_calling';
}

/** Makes images. */
export interface ImageGenerationTool {
  type: 'image_generation';
  action?: 'generate' | 'edit' | 'auto';
  background?: 'transparent' | 'opaque' | 'auto';
  complexity?: 'low' | 'medium' | 'high';
  frame_count?: number;
  frame_duration_ms?: number;
  input_fidelity?: 'high' | 'low' | null;
  /** The part of the image to change. */
  input_image_mask?: { file_id?: string; image_url?: string };
  model?: string;
  moderation?: 'auto' | 'low';
  /** 0 to 100. */
  output_compression?: number;
  output_format?: 'png' | 'webp' | 'jpeg' | 'gif' | 'svg';
  /** Unfinished images to stream. */
  partial_images?: number;
  quality?: 'low' | 'medium' | 'high' | 'xhigh' | 'max' | 'auto';
  /** `1024x1024`, ... or `auto`. */
  size?: string;
  svg?: {
    model?: string;
    reasoning?: { effort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' } | null;
  };
}

/** Asks the caller to run commands; the older tool. */
export interface LocalShellTool {
  type: 'local_shell';
}

/** A skill by its id. */
export interface SkillReference {
  type: 'skill_reference';
  skill_id: string;
  version?: string;
}

/** A zip archive with a skill, base64. */
export interface InlineSkillSource {
  type: 'base64';
  data: string;
  media_type: 'application/zip';
}

/** A skill that comes with the request. */
export interface InlineSkill {
  type: 'inline';
  description: string;
  name: string;
  source: InlineSkillSource;
}

/** A skill on the caller's machine. */
export interface LocalSkill {
  description: string;
  name: string;
  path: string;
}

/** A new container. */
export interface ContainerAuto extends ContainerLimits {
  type: 'container_auto';
  skills?: Array<SkillReference | InlineSkill>;
}

/** The caller's machine. */
export interface LocalEnvironment {
  type: 'local';
  skills?: LocalSkill[];
}

/** A container by its id. */
export interface ContainerReference {
  type: 'container_reference';
  container_id: string;
}

/** Runs commands, in a container or on the caller's machine. */
export interface FunctionShellTool {
  type: 'shell';
  allowed_callers?: ToolCallers;
  environment?: ContainerAuto | LocalEnvironment | ContainerReference | null;
}

/** Asks the caller to change files. */
export interface ApplyPatchTool {
  type: 'apply_patch';
  allowed_callers?: ToolCallers;
}

/** Finds deferred tools when they are needed, at the service or at the caller. */
export interface ToolSearchTool {
  type: 'tool_search';
  description?: string | null;
  execution?: 'server' | 'client';
  parameters?: unknown | null;
}
