-- AlterTable
ALTER TABLE "case_threads" ADD COLUMN     "ended_at" TIMESTAMPTZ(3);
