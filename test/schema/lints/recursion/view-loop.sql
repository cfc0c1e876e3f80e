create table public.papers (id uuid primary key, owner_id uuid);
alter table public.papers enable row level security;
create view public.open_papers with (security_invoker = true) as select id from public.papers;
create policy papers_select on public.papers for select to authenticated using (id in (select id from public.open_papers));
