-- CreateIndex
CREATE INDEX "case_files_waiting_idx" ON "case_files"("message_id") WHERE (status = 'waiting'::text);
