-- Comments
--
-- Every table has row level security: its grants and policies say who may do what.
-- Functions that triggers run live in the schema private, which the API does not expose.

-- Gives up rather than wait long for tables in use

set local lock_timeout to '5s';

-- Comment

create table if not exists public.comments (
  id uuid not null default gen_random_uuid(),
  video_id uuid not null,
  author_id uuid not null,
  parent_id uuid,
  body text not null,
  reply_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint comments_pkey primary key (id),
  constraint comments_video_id_fkey
    foreign key (video_id)
    references public.videos (id)
    on delete cascade,
  constraint comments_author_id_fkey
    foreign key (author_id)
    references public.profiles (id)
    on delete cascade,
  constraint comments_parent_id_fkey
    foreign key (parent_id)
    references public.comments (id)
    on delete cascade,
  constraint comments_body_length_check check (char_length(body) between 1 and 200),
  constraint comments_body_format_check check (body ~ '[^[:space:]]'),
  constraint comments_reply_count_range_check check (reply_count >= 0)
);

comment on table public.comments is 'What somebody said about a video, or about a comment on it.';

comment on column public.comments.author_id is 'Who said it.';

comment on column public.comments.parent_id is 'The comment that it answers.';

create index if not exists comments_video_id_created_at_id_idx on public.comments (video_id, created_at desc, id desc);

create index if not exists comments_parent_id_created_at_id_idx on public.comments (parent_id, created_at, id);

create index if not exists comments_author_id_idx on public.comments (author_id);

create or replace trigger comments_updated_at
  before update
  on public.comments
  for each row
  when (pg_trigger_depth() = 0)
  execute function private.set_updated_at();

create or replace function private.guard_comments()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.reply_count := 0;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_comments() from public;

create or replace trigger comments_guard
  before insert
  on public.comments
  for each row
  execute function private.guard_comments();

create or replace function private.count_comments()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.video_id is distinct from old.video_id) then
    update public.videos set comment_count = comment_count + 1 where id = new.video_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.video_id is distinct from old.video_id) then
    update public.videos set comment_count = greatest(comment_count - 1, 0) where id = old.video_id;
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.parent_id is distinct from old.parent_id) then
    update public.comments set reply_count = reply_count + 1 where id = new.parent_id;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.parent_id is distinct from old.parent_id) then
    update public.comments set reply_count = greatest(reply_count - 1, 0) where id = old.parent_id;
  end if;
  return null;
end;
$$;

revoke execute on function private.count_comments() from public;

create or replace trigger comments_count
  after insert or delete or update of video_id, parent_id
  on public.comments
  for each row
  execute function private.count_comments();

alter table public.comments enable row level security;

revoke all on public.comments from anon, authenticated;

grant select on public.comments to anon;

grant select, insert, delete on public.comments to authenticated;

grant all on public.comments to service_role;

drop policy if exists comments_select on public.comments;
create policy comments_select
  on public.comments
  for select
  to anon, authenticated
  using (true);

drop policy if exists comments_insert on public.comments;
create policy comments_insert
  on public.comments
  for insert
  to authenticated
  with check (author_id = (select auth.uid()));

drop policy if exists comments_delete on public.comments;
create policy comments_delete
  on public.comments
  for delete
  to authenticated
  using (author_id = (select auth.uid()));

-- Video: changes

alter table public.videos
  add column if not exists comment_count int
    not null
    default 0;

alter table public.videos
  drop constraint if exists videos_comment_count_range_check,
  add constraint videos_comment_count_range_check check (comment_count >= 0) not valid;

alter table public.videos validate constraint videos_comment_count_range_check;

create or replace function private.guard_videos()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if current_user not in ('anon', 'authenticated') then
    return new;
  end if;
  new.comment_count := 0;
  new.like_count := 0;
  new.created_at := now();
  new.updated_at := now();
  return new;
end;
$$;

revoke execute on function private.guard_videos() from public;
