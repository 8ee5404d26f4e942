-- CreateTable
CREATE TABLE "cases" (
    "number" SERIAL NOT NULL,
    "open_key" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "opened_by" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "severity" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "product_id" TEXT,
    "serial" TEXT,
    "version" TEXT,
    "owner_email" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closing" TEXT,
    "waiting_since" TIMESTAMPTZ(3),
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "follow_up_of" INTEGER,
    "merged_into" INTEGER,
    "stars" INTEGER,
    "rating_comment" TEXT,
    "clocks" JSONB NOT NULL DEFAULT '{}',
    "next_due_at" TIMESTAMPTZ(3),
    "response_due_at" TIMESTAMPTZ(3),
    "last_word_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "case_messages" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "case_number" INTEGER NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "audience" TEXT NOT NULL,
    "author_kind" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "author_name" TEXT NOT NULL,
    "words" JSONB NOT NULL,
    "search_text" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 0,
    "platform" TEXT,
    "workspace" TEXT,
    "conversation" TEXT,
    "message" TEXT,

    CONSTRAINT "case_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_files" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "message_id" UUID NOT NULL,
    "case_number" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT,
    "size" BIGINT,
    "source" JSONB,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "key" TEXT,
    "sha256" TEXT,

    CONSTRAINT "case_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_events" (
    "id" BIGSERIAL NOT NULL,
    "case_number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "audience" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "case_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_threads" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "case_number" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "conversation" TEXT,
    "thread" TEXT,
    "user_id" TEXT,
    "contact_id" UUID,
    "root_key" TEXT,

    CONSTRAINT "case_threads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_followers" (
    "case_number" INTEGER NOT NULL,
    "contact_id" UUID NOT NULL,

    CONSTRAINT "case_followers_pkey" PRIMARY KEY ("case_number","contact_id")
);

-- CreateTable
CREATE TABLE "case_watchers" (
    "case_number" INTEGER NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "case_watchers_pkey" PRIMARY KEY ("case_number","email")
);

-- CreateIndex
CREATE UNIQUE INDEX "cases_open_key_key" ON "cases"("open_key");

-- CreateIndex
CREATE INDEX "cases_organization_id_last_word_at_idx" ON "cases"("organization_id", "last_word_at");

-- CreateIndex
CREATE INDEX "cases_owner_email_status_idx" ON "cases"("owner_email", "status");

-- CreateIndex
CREATE INDEX "cases_status_opened_at_idx" ON "cases"("status", "opened_at");

-- CreateIndex
CREATE INDEX "cases_next_due_at_idx" ON "cases"("next_due_at");

-- CreateIndex
CREATE UNIQUE INDEX "case_messages_position_key" ON "case_messages"("position");

-- CreateIndex
CREATE INDEX "case_messages_case_number_position_idx" ON "case_messages"("case_number", "position");

-- CreateIndex
CREATE UNIQUE INDEX "case_messages_platform_workspace_conversation_message_key" ON "case_messages"("platform", "workspace", "conversation", "message");

-- CreateIndex
CREATE INDEX "case_files_message_id_idx" ON "case_files"("message_id");

-- CreateIndex
CREATE INDEX "case_events_case_number_id_idx" ON "case_events"("case_number", "id");

-- CreateIndex
CREATE INDEX "case_threads_case_number_idx" ON "case_threads"("case_number");

-- CreateIndex
CREATE INDEX "case_threads_root_key_idx" ON "case_threads"("root_key");

-- CreateIndex
CREATE INDEX "case_threads_platform_workspace_user_id_idx" ON "case_threads"("platform", "workspace", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "case_threads_platform_workspace_conversation_thread_key" ON "case_threads"("platform", "workspace", "conversation", "thread");

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_messages" ADD CONSTRAINT "case_messages_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "cases"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_files" ADD CONSTRAINT "case_files_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "case_messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "cases"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_threads" ADD CONSTRAINT "case_threads_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "cases"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_followers" ADD CONSTRAINT "case_followers_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "cases"("number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "case_watchers" ADD CONSTRAINT "case_watchers_case_number_fkey" FOREIGN KEY ("case_number") REFERENCES "cases"("number") ON DELETE CASCADE ON UPDATE CASCADE;
